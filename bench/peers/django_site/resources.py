"""How a row of the workbook becomes an enrollment."""

import re

from django.core.exceptions import ValidationError
from import_export.resources import ModelResource
from import_export.widgets import CharWidget

from bench.peers.django_site.models import COLUMNS, Enrollment

_BY_KEY = {column["key"]: column for column in COLUMNS}
_SSN = re.compile(_BY_KEY["ssn"]["pattern"])


class SsnWidget(CharWidget):
    """Nine digits, with or without dashes."""

    def clean(self, value, row=None, **kwargs):
        text = super().clean(value, row, **kwargs)
        if text is not None and not _SSN.fullmatch(text):
            raise ValueError("Enter nine digits; dashes are optional.")
        return text and text.replace("-", "")


class EnrollmentResource(ModelResource):
    """Creates enrollments, all of which are new.

    Every row is checked by its model's ``full_clean``, without the query a row that this makes for
    what is unique: the numbers that are taken are looked up once a file.
    """

    class Meta:
        model = Enrollment
        exclude = ("id",)
        import_id_fields = ("ssn",)
        use_bulk = True
        batch_size = 1000
        force_init_instance = True
        skip_diff = True
        report_skipped = False
        clean_model_instances = True
        use_transactions = True

    def before_import(self, dataset, **kwargs):
        number_of = self.fields["ssn"].clean
        numbers = set()
        for row in dataset.dict:
            try:
                numbers.add(number_of(row))
            except ValueError:
                continue  # said of its row when that is read
        taken = Enrollment.objects.filter(ssn__in=numbers - {None})
        self._taken = set(taken.values_list("ssn", flat=True))

    def validate_instance(
        self, instance, import_validation_errors=None, validate_unique=True
    ) -> None:
        errors = dict(import_validation_errors or {})
        if instance.ssn in self._taken:
            errors["ssn"] = ValidationError("Somebody with this number is enrolled already.")
        elif instance.ssn:
            self._taken.add(instance.ssn)
        super().validate_instance(instance, errors, validate_unique=False)


for _key, _field in EnrollmentResource.fields.items():
    _field.column_name = _BY_KEY[_key]["header"]
EnrollmentResource.fields["ssn"].widget = SsnWidget(allow_blank=False)
