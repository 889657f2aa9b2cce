"""One person of an 834: loop 2000 with all that is in it."""

from collections.abc import Iterator
from datetime import date

import msgspec

from adapters.registry.x12 import codes
from adapters.registry.x12.characters import BASIC, EXTENDED, Pen
from adapters.registry.x12.options import X12Options
from adapters.registry.x12.segments import segment
from domain.answers import Answers
from domain.rules.identity import POSSIBLE_DUPLICATE
from domain.submission import Submission


class Loop(msgspec.Struct, frozen=True):
    """A person's segments, and a sentence for everything that could not be written as it is."""

    segments: tuple[str, ...]
    notes: tuple[str, ...]


class Unwritable(Exception):
    """The person cannot be written. The words, for administrators, say why and what to do."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"{why}, so nothing was sent. The carrier's staff must enroll this person otherwise."
        )


def person_loop(submission: Submission, subscriber_number: str, options: X12Options) -> Loop:
    """The person's loop. ``subscriber_number`` is the same for all of a family. Raises Unwritable
    where something is missing that an enrollment cannot do without."""
    writer = _Writer(submission, subscriber_number, options)
    return Loop(tuple(writer.segments()), tuple(writer.notes))


class _Writer:
    def __init__(self, submission: Submission, subscriber_number: str, options: X12Options) -> None:
        self._submission = submission
        self._subscriber_number = subscriber_number
        self._options = options
        self._pen = Pen(EXTENDED if options.character_set == "extended" else BASIC)

    @property
    def notes(self) -> list[str]:
        return self._pen.notes

    @property
    def _answers(self) -> Answers:
        return self._submission.answers

    def segments(self) -> Iterator[str]:
        yield self._member()
        yield from self._references()
        yield from self._dates()
        yield from self._name()
        yield from self._ways_to_reach()
        yield from self._home()
        yield self._demographics()
        if language := codes.LANGUAGES.get(self._answers.language or ""):
            yield segment("LUI", "LE", language)
        yield from self._mail()
        yield from self._coverage()
        yield from self._categories()

    def _member(self) -> str:
        answers = self._answers
        reason = answers.enrollment_reason or ""
        code = self._options.maintenance_reasons.get(
            reason, codes.MAINTENANCE_REASONS.get(reason, "")
        )
        return segment(
            "INS",
            "Y" if answers.is_subscriber else "N",
            codes.RELATIONSHIPS[answers.relationship or ""],
            "021",
            code,
            codes.COBRA if reason == "COBRA" else codes.ACTIVE,
            codes.MEDICARE.get(answers.medicare or "", ""),
            codes.COBRA_EVENTS.get(answers.cobra_event or "", "") if reason == "COBRA" else "",
            self._employment() if answers.is_subscriber else "",
            "",
            codes.YES_NO.get(answers.disabled_dependent or "", "") if answers.is_dependent else "",
        )

    def _employment(self) -> str:
        """Somebody who was not asked about it works; somebody who comes by COBRA perhaps does no
        longer."""
        answers = self._answers
        if answers.employment_status:
            return codes.EMPLOYMENT[answers.employment_status]
        if answers.enrollment_reason == "COBRA":
            return "TE" if answers.cobra_event == "Termination" else ""
        return "AC"

    def _references(self) -> Iterator[str]:
        answers = self._answers
        yield segment("REF", "0F", self._subscriber_number)
        yield segment("REF", "1L", self._submission.group_id)
        yield segment("REF", "6O", self._submission.confirmation_id)
        if answers.subgroup_id:
            yield segment("REF", "DX", answers.subgroup_id)
        if answers.medical_record_number:
            yield segment("REF", "23", answers.medical_record_number)
        if answers.mbi:
            yield segment("REF", "F6", answers.mbi)
        number = self._pen.write(answers.employee_id, "employee ID", 50)
        if answers.is_subscriber and number:
            yield segment("REF", "ABB", number)

    def _dates(self) -> Iterator[str]:
        answers = self._answers
        if answers.is_subscriber and answers.hire_date:
            yield _day("336", answers.hire_date)
        if answers.enrollment_reason == "COBRA" and answers.event_date:
            yield _day("301", answers.event_date)
        yield _day("356", self._effective_date())

    def _effective_date(self) -> date:
        if self._answers.effective_date is None:
            raise Unwritable("An 834 file needs the effective date")
        return self._answers.effective_date

    def _name(self) -> Iterator[str]:
        answers = self._answers
        number = ("34", answers.ssn) if answers.ssn else ("", "")
        yield segment(
            "NM1",
            "IL",
            "1",
            self._whole(answers.last_name, "last name", 60),
            self._whole(answers.first_name, "first name", 35),
            self._pen.write(answers.middle_name, "middle name", 25),
            "",
            self._pen.write(answers.suffix, "suffix", 10),
            *number,
        )

    def _whole(self, name: str | None, noun: str, longest: int) -> str:
        """A name by which the person is known: no letter of it may be lost."""
        if not self._pen.can_write(name):
            raise Unwritable(f"The {noun} has letters that an 834 file cannot hold")
        return self._pen.write(name, noun, longest)

    def _ways_to_reach(self) -> Iterator[str]:
        """Three at most: numbers and the e-mail address first, then the numbers' extensions, each
        right after its number."""
        answers = self._answers
        ways: list[tuple[str, str]] = []
        extensions: list[tuple[int, str]] = []
        for kind, phone in (("TE", answers.day_phone), ("HP", answers.evening_phone)):
            if phone:
                number, _, extension = phone.partition(";ext=")
                ways.append((kind, number.removeprefix("+1")))
                extensions += [(len(ways), extension)] if extension else []
        if email := self._pen.address(answers.email):
            ways.append(("EM", email))
        room = 3 - len(ways)
        if len(extensions) > room:
            self.notes.append("A phone number's extension was left out: there is no room for it.")
        for after, extension in reversed(extensions[:room]):
            ways.insert(after, ("EX", extension))
        if ways:
            yield segment("PER", "IP", "", *(part for way in ways for part in way))

    def _home(self) -> Iterator[str]:
        one = self._answers
        yield from self._place(
            "home address", one.address, one.address_2, one.city, one.state, one.zip, one.county
        )

    def _place(
        self,
        noun: str,
        street: str | None,
        second: str | None,
        city: str | None,
        state: str | None,
        zip_code: str | None,
        county: str | None = None,
    ) -> Iterator[str]:
        if not street:
            return
        lines = [
            line
            for line in (
                self._pen.write(street, noun, 55),
                self._pen.write(second, "apartment or unit", 55),
            )
            if line
        ]
        town = self._pen.write(city, "city", 30)
        if not lines or len(town) < 2:
            self.notes.append(f"The {noun} was left out: an 834 file cannot hold it.")
            return
        yield segment("N3", *lines)
        within = self._pen.write(county, "county", 30)
        yield segment(
            "N4",
            town,
            state or "",
            (zip_code or "").replace("-", ""),
            "",
            "CY" if within else "",
            within,
        )

    def _demographics(self) -> str:
        answers = self._answers
        if answers.birth_date is None:
            raise Unwritable("An 834 file needs the birth date")
        return segment(
            "DMG",
            "D8",
            f"{answers.birth_date:%Y%m%d}",
            codes.GENDERS.get(answers.gender or "", "U"),
            codes.MARITAL.get(answers.marital_status or "", ""),
            codes.RACES.get(answers.race_ethnicity or "", ""),
        )

    def _mail(self) -> Iterator[str]:
        one = self._answers
        place = list(
            self._place(
                "mailing address",
                one.mailing_address,
                None,
                one.mailing_city,
                one.mailing_state,
                one.mailing_zip,
            )
        )
        if place:
            yield segment("NM1", "31", "1")
            yield from place

    def _coverage(self) -> Iterator[str]:
        plan = self._answers.plan or ""
        chosen = self._options.plans.get(plan)
        line = chosen.line if chosen and chosen.line else codes.insurance_line(plan)
        name = chosen.code if chosen and chosen.code else self._pen.write(plan, "plan's name", 50)
        yield segment("HD", "021", "", line, name)
        yield _day("348", self._effective_date())

    def _categories(self) -> Iterator[str]:
        """What the guide has no place for, as reporting categories (loops 2700)."""
        categories = list(self._reports())
        if not categories:
            return
        yield segment("LS", "2700")
        for number, (name, value, day) in enumerate(categories, start=1):
            yield segment("LX", str(number))
            yield segment("N1", "75", name)
            if value:
                yield segment("REF", "17", value)
            if day:
                yield _day("007", day)
        yield segment("LE", "2700")

    def _reports(self) -> Iterator[tuple[str, str, date | None]]:
        answers, write = self._answers, self._pen.write
        if answers.is_subscriber:
            if answers.enrollment_reason:
                reason = write(answers.enrollment_reason, "enrollment reason", 50)
                yield "ENROLLMENT REASON", reason, answers.event_date
            if details := write(answers.reason_details, "reason's details", 50):
                yield "REASON DETAILS", details, None
            if answers.arbitration_signed_on:
                yield "ARBITRATION AGREEMENT", "SIGNED", answers.arbitration_signed_on
        if answers.no_ssn_reason:
            yield "NO SSN", write(answers.no_ssn_reason, "reason for no SSN", 50), None
        if former := write(answers.former_last_name, "former last name", 50):
            yield "FORMER LAST NAME", former, None
        if POSSIBLE_DUPLICATE in self._submission.warnings:
            yield "POSSIBLE DUPLICATE", "MAY BE ENROLLED ALREADY", None


def _day(qualifier: str, day: date) -> str:
    return segment("DTP", qualifier, "D8", f"{day:%Y%m%d}")
