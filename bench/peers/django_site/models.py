"""An enrollment: a field for each column of the template, with the checks that fields have."""

import json

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models

COLUMNS = json.loads((settings.FOLDER / "columns.json").read_text())


def _field(column: dict) -> models.Field:
    blank = not column["required"]
    how = {"verbose_name": column["header"], "blank": blank}
    if column["kind"] == "date":
        return models.DateField(null=blank, **how)
    if column["kind"] == "integer":
        limits = [MinValueValidator(1), MaxValueValidator(10 ** column["max_length"] - 1)]
        return models.PositiveSmallIntegerField(null=blank, validators=limits, **how)
    if column["kind"] == "ssn":
        # Nine digits: the resource's widget reads them.
        return models.CharField(max_length=9, unique=True, null=True, **how)
    if column["kind"] == "email":
        return models.EmailField(max_length=column["max_length"], **how)
    choices = column["choices"]
    return models.CharField(
        max_length=column["max_length"] or max(map(len, choices)),
        choices=[(one, one) for one in choices] or None,
        validators=[RegexValidator(rf"^(?:{column['pattern']})\Z")] if column["pattern"] else [],
        **how,
    )


def _named(enrollment: models.Model) -> str:
    return f"{enrollment.last_name}, {enrollment.first_name}"


Enrollment = type(
    "Enrollment",
    (models.Model,),
    {
        "__module__": __name__,
        "__doc__": "One person's enrollment, as a row of the workbook has it.",
        "__str__": _named,
        **{column["key"]: _field(column) for column in COLUMNS},
    },
)
