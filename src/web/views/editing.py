"""The edit form: a field for each column of the batch's template, in the template's sections."""

from collections.abc import Mapping, Sequence
from itertools import groupby

import msgspec

from domain.agreement import Agreement
from domain.answers import SUBSCRIBER
from domain.application import Application, State
from domain.batch import Batch
from domain.carrier import Group
from domain.cells import clean
from domain.columns import Column, Kind, Section
from domain.findings import Severity
from domain.masking import form_text, in_full, masked
from domain.services.results import ApplicationDetail
from domain.tone import Shown
from web import paths
from web.screen import Choice, FieldProblem
from web.views.links import list_address, place

_INPUT_MODES = {
    Kind.INTEGER: "numeric",
    Kind.SSN: "numeric",
    Kind.PHONE: "tel",
    Kind.EMAIL: "email",
}
_NARROW = {Kind.INTEGER, Kind.DATE, Kind.SSN, Kind.ZIP, Kind.PHONE}
_HIDDEN = "***"
_KEEPS = Severity.ERROR, Severity.REJECTION


class FieldView(msgspec.Struct, frozen=True, kw_only=True):
    """A field of the form; ``options`` are those of a select, empty for a text field. ``hidden``
    is whether it shows a number masked that can be shown in full; ``focus``, whether it was
    just asked for."""

    key: str
    label: str
    value: str
    hint: str
    errors: Sequence[str]
    warnings: Sequence[str]
    options: Sequence[Choice]
    placeholder: str
    width: str
    input_mode: str
    hidden: bool
    focus: bool


class SectionView(msgspec.Struct, frozen=True):
    """A part of the form under its name."""

    name: str
    fields: Sequence[FieldView]


class EditView(msgspec.Struct, frozen=True, kw_only=True):
    """The page of an application that may be edited.

    ``version`` is the one the form was made from; ``back`` the list it was opened from.
    ``agreements_href`` is where signed agreements are uploaded, "" where there are none to be.
    """

    application: Application
    batch: Batch
    group: Group
    version: int
    status: Shown
    back: str
    problems: Sequence[FieldProblem]
    sections: Sequence[SectionView]
    agreements: Sequence[Agreement]
    agreements_href: str


def edit_view(
    detail: ApplicationDetail,
    sent: Mapping[str, str] | None = None,
    stored: Application | None = None,
    revealed: str = "",
) -> EditView:
    """The form of an application.

    ``sent`` are the fields of a form that was not kept: they are shown again as typed, and
    ``detail`` is then how that would be. ``stored`` is the application as somebody else has
    changed it in the meantime; its values stand beside those that differ from it. ``revealed`` is
    the key of a field whose number was just asked for.
    """
    application = detail.application
    shown = {one.key: form_text(application, one.key) for one in detail.columns}
    shown.update(sent or {})
    differing = _differing(detail, shown, stored) if stored else {}
    fields = {
        column.key: _field(
            detail, column, shown[column.key], differing.get(column.key), column.key == revealed
        )
        for column in detail.columns
    }
    return EditView(
        application=application,
        batch=detail.batch,
        group=detail.group,
        version=application.version,
        status=State.SAVED if application.saved else (stored or application).verdict,
        back=list_address(stored or application),
        problems=[*_changes(detail, differing, stored), *_problems(detail)],
        sections=[
            SectionView(section.value, [fields[column.key] for column in columns])
            for section, columns in groupby(detail.columns, key=lambda column: column.section)
        ],
        agreements=detail.agreements,
        agreements_href=_agreements_href(detail),
    )


def sent_fields(detail: ApplicationDetail, posted: Mapping[str, str]) -> dict[str, str]:
    """The form's fields as typed, by column key; one that was not sent at all stays as it is."""
    return {
        column.key: posted.get(column.key, form_text(detail.application, column.key))
        for column in detail.columns
    }


def unmasked(detail: ApplicationDetail, sent: Mapping[str, str]) -> dict[str, str]:
    """The fields, but a masked number that nobody touched is the one that is there now.

    Somebody else may have changed it since the form was made, and stars are nobody's number.
    """
    return {
        key: form_text(detail.application, key) if _HIDDEN in text else text
        for key, text in sent.items()
    }


def _agreements_href(detail: ApplicationDetail) -> str:
    used = any(column.section is Section.ARBITRATION for column in detail.columns)
    dependent = detail.application.text("relationship") not in ("", SUBSCRIBER)
    return paths.AGREEMENTS(detail.batch.id) if used and not dependent else ""


def _field(
    detail: ApplicationDetail, column: Column, text: str, saved_now: str | None, focus: bool
) -> FieldView:
    findings = [one for one in detail.application.findings if one.column == column.key]
    where = place(detail.batch, detail.application.row, column.key)
    warnings = [one.message for one in findings if one.severity is Severity.WARNING]
    if saved_now is not None:
        warnings.insert(0, f"Saved now: {saved_now}.")
    return FieldView(
        key=column.key,
        label=column.header,
        value=text,
        hint=_hint(column, detail.readings.get(column.key, "")),
        errors=[f"{where}: {one.message}" for one in findings if one.severity in _KEEPS],
        warnings=warnings,
        options=_options(detail, column, text),
        placeholder="Choose" if column.always_required else "Blank",
        width="short" if column.kind in _NARROW else "",
        input_mode=_INPUT_MODES.get(column.kind, ""),
        hidden=in_full(detail.application, column.key) is not None and _HIDDEN in text,
        focus=focus,
    )


def _hint(column: Column, reading: str) -> str:
    required = "Required" if column.always_required else f"Required {column.required}"
    parts = [f"Read as {reading}" if reading else "", required if column.required else ""]
    sentences = [f"{part}." for part in parts if part]
    return " ".join([*sentences, column.hint]).strip()


def _options(detail: ApplicationDetail, column: Column, text: str) -> Sequence[Choice]:
    """The column's list. What was typed and is not on it is one more option, so that saving the
    form loses nothing."""
    choices = detail.choices[column.key]
    if not choices:
        return ()
    value = clean(text)
    options = [Choice(one, _label(detail, column, one), one == value) for one in choices]
    if value and value not in choices:
        known = column.key in detail.readings
        label = value if known else f"{value} (not on the list)"
        options.insert(0, Choice(value, label, True))
    return options


def _label(detail: ApplicationDetail, column: Column, choice: str) -> str:
    subgroup = detail.group.subgroup(choice) if column.key == "subgroup_id" else None
    return f"{choice} – {subgroup.name}" if subgroup else choice


def _problems(detail: ApplicationDetail) -> list[FieldProblem]:
    columns = {column.key: column for column in detail.columns}
    problems = []
    for finding in detail.application.findings:
        if finding.severity not in _KEEPS:
            continue
        column = columns.get(finding.column)
        where = detail.batch.cell(detail.application.row, finding.column)
        text = f"{column.header} ({where}): {finding.message}" if column else finding.message
        problems.append(FieldProblem(text, finding.column if column else ""))
    return problems


def _differing(
    detail: ApplicationDetail, shown: Mapping[str, str], stored: Application
) -> dict[str, str]:
    """What is stored now in each field where that differs from what is shown, as a person
    reads it."""
    found = {}
    for column in detail.columns:
        now = form_text(stored, column.key)
        if clean(shown[column.key]) == now:
            continue
        value = masked(now) if column.confidential and not now.startswith("*") else now
        found[column.key] = f'"{value}"' if value else "blank"
    return found


def _changes(
    detail: ApplicationDetail, differing: Mapping[str, str], stored: Application | None
) -> list[FieldProblem]:
    """What to say, first of all, about a form that somebody else's change overtook."""
    if stored is None:
        return []
    headers = {column.key: column.header for column in detail.columns}
    if not differing:
        return [FieldProblem("Somebody else saved the same changes. Nothing is left to save.")]
    return [
        FieldProblem(
            "Somebody else saved this application in the meantime. Compare the fields below with"
            " what is saved now, then save again."
        ),
        *(
            FieldProblem(f"{headers[key]}: saved now as {value}", key)
            for key, value in differing.items()
        ),
    ]
