"""The carrier's file: what it makes of a carrier, and what it says when it cannot."""

from pathlib import Path

import pytest

from adapters.carrier_file import CarrierFile, CarrierFileError, load_carrier
from adapters.registry.demonstration import CARRIER_FILE
from domain.carrier import CarrierSettings
from domain.columns import Kind, Section
from domain.core_columns import COLUMNS
from domain.submission import Status

LEAST = 'name = "Pelican Mutual"\n[[regions]]\ncode = "TX"\nname = "Texas"\n'
EXTRA = '[[columns.extra]]\nkey = "pets"\nheader = "Pets"\nsection = "about"\nkind = "text"\n'


@pytest.fixture
def written(tmp_path: Path):
    """Loads a file with this text."""

    def load(text: str) -> CarrierFile:
        path = tmp_path / "carrier.toml"
        path.write_text(text, encoding="utf-8")
        return load_carrier(path)

    return load


@pytest.fixture
def refused(written):
    """What is said of a file with this text."""

    def load(text: str) -> list[str]:
        with pytest.raises(CarrierFileError) as error:
            written(text)
        return error.value.problems

    return load


def test_the_demonstrations_file_is_whole() -> None:
    """It writes out what all carriers have unless they say otherwise."""
    carrier = load_carrier(CARRIER_FILE).carrier
    assert carrier.name == "Cascadia Health Plan"
    assert carrier.settings == CarrierSettings()
    assert carrier.columns == COLUMNS
    assert [one.code for one in carrier.regions if one.arbitration_agreements] == [
        "NCAL", "SCAL", "HI",
    ]  # fmt: skip
    assert carrier.region("MAS").states == ("MD", "VA", "DC")


def test_a_name_and_a_region_are_enough(written) -> None:
    """All else has a default."""
    file = written(LEAST)
    assert (file.carrier.settings, file.carrier.columns) == (CarrierSettings(), COLUMNS)
    assert file.carrier.status_words == {one: one.value for one in Status}
    assert not file.carrier.region("TX").arbitration_agreements
    assert file.registry == {}


def test_the_registrys_table_is_handed_on_as_it_is(written) -> None:
    """What it may hold is the registry's to know."""
    file = written(f'{LEAST}[registry]\nanything = [1, {{ deep = "er" }}]\n')
    assert file.registry == {"anything": [1, {"deep": "er"}]}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("saved_for_days = 0", "settings.saved_for_days is 0. It is a whole number from 1 to 365."),
        (
            "max_members_per_file = 10_000",
            "settings.max_members_per_file is 10000. It is a whole number from 1 to 2,000.",
        ),
        (
            'dependent_age_limit = "26"',
            'settings.dependent_age_limit is "26". It is a whole number from 1 to 99.',
        ),
        (
            "event_within_days = true",
            "settings.event_within_days is true. It is a whole number from 1 to 365.",
        ),
        (
            "max_member_per_file = 100",
            "settings.max_member_per_file is not known. Did you mean max_members_per_file?",
        ),
        ("colour = 1", "settings.colour is not known."),
        (
            "effective_days_back = 10\neffective_days_ahead = 20",
            "settings.effective_days_back and settings.effective_days_ahead are 30 days together."
            " Coverage starts on the first of a month, so they are at least 31.",
        ),
    ],
)
def test_a_setting_out_of_bounds_is_named(refused, text: str, problem: str) -> None:
    """With its value and what may stand there."""
    assert refused(f"{LEAST}[settings]\n{text}\n") == [problem]


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("", ["name is missing. It is the carrier's name, up to 80 characters.",
              "regions is missing. It is a table [[regions]] for each region."]),
        ('name = "P"\nregions = []',
         ["regions is a list. It is a table [[regions]] for each region."]),
        ('name = "P"\nregions = ["TX"]', ['regions #1 is "TX". It is a table.']),
        ('name = "P"\n[[regions]]\ncode = "T X"\nstates = ["TX", 4]',
         ['regions #1.code is "T X". It is up to 12 letters, digits and hyphens.',
          "regions #1.name is missing. It is the region's name, up to 80 characters.",
          "regions #1.states #2 is 4. It is text."]),
        (f'{LEAST}[[regions]]\ncode = "TX"\nname = "Texas"\nstates = ["tx", "ZZ"]',
         ['regions.code is "TX" 2 times. Each has its own.',
          'regions.name is "Texas" 2 times. Each has its own.',
          'regions #2.states has "tx". It is no state\'s. Did you mean TX?',
          'regions #2.states has "ZZ". It is no state\'s.']),
        (f'{LEAST}arbitration_agreements = "yes"',
         ['regions #1.arbitration_agreements is "yes". It is true or false.']),
        (f"{LEAST}[status_words]\ndeclined = 3\nfinished = 'x'",
         ["status_words.finished is not known.",
          "status_words.declined is 3. It is up to 30 characters."]),
        (f'{LEAST}[status_words]\nprocessing = "Sent"\nsubmitted = "Sent"',
         ['status_words.submitted and status_words.processing are both "Sent".'
          " Each has its own word."]),
        (f"{LEAST}[registry]\n[columns]\nhidden = 'email'",
         ['columns.hidden is "email". It is a list.']),
    ],
)  # fmt: skip
def test_everything_wrong_is_said_at_once(refused, text: str, problems: list[str]) -> None:
    """A sentence for each key, those of lists counted from 1."""
    assert refused(text) == problems


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """One that is not there, one that is no text, and one that is no TOML, with the line."""
    path = tmp_path / "carrier.toml"
    for content, said in (
        (None, f"{path} cannot be read: No such file or directory."),
        (b"\xff\xfe", f"{path} is not text in UTF-8."),
        (b'name = "P"\nregions = [', f"{path} is not TOML: Invalid value (at end of document)."),
        (b'name = "P"\nregions 1', f"{path} is not TOML: Expected '=' after a key"),
    ):
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(CarrierFileError) as error:
            load_carrier(path)
        assert error.value.problems[0].startswith(said)
    assert "(at line 2, column 9)" in error.value.problems[0]


# Columns


def test_columns_are_hidden_with_what_goes_with_them(written) -> None:
    """Without Medicare there is no Medicare number, without a mailing address no city of it."""
    text = '[columns]\nhidden = ["medicare", "mailing_address", "county"]\n'
    columns = written(LEAST + text).carrier.columns
    assert COLUMNS.by_key.keys() - columns.by_key.keys() == {
        "medicare", "mbi", "county",
        "mailing_address", "mailing_city", "mailing_state", "mailing_zip",
    }  # fmt: skip


def test_columns_are_required_of_whom_they_are_for(written) -> None:
    """Of everybody, of subscribers or of dependents."""
    columns = written(
        f'{LEAST}[columns]\nrequired = ["county", "employee_id", "disabled_dependent"]\n'
        'required_on_subscribers = ["email"]\n'
    ).carrier.columns
    found = {key: columns.by_key[key].required for key in ("county", "employee_id", "email")}
    assert found == {
        "county": "always", "employee_id": "on subscribers", "email": "on subscribers",
    }  # fmt: skip
    assert columns.by_key["disabled_dependent"].required == "on dependents"
    assert columns.by_key["last_name"] == COLUMNS.by_key["last_name"]


def test_its_own_columns_stand_at_the_ends_of_their_sections(written) -> None:
    """In the order of the file, with what is usual for their kind where nothing is said."""
    columns = written(
        f"{LEAST}{EXTRA}{EXTRA}"
        .replace('"pets"', '"joined"', 1).replace('"Pets"', '"Joined"', 1)
        .replace('"about"', '"person"', 1).replace('"text"', '"date"', 1)
    ).carrier.columns  # fmt: skip
    joined, pets = columns.extra
    keys = list(columns.by_key)
    assert keys[keys.index("joined") - 1] == "medical_record_number"
    assert keys[keys.index("pets") - 1] == "disabled_dependent"
    assert (joined.kind, joined.section, joined.hint) == (
        Kind.DATE, Section.PERSON, "MM/DD/YYYY, for example 12/01/2026",
    )  # fmt: skip
    assert (pets.kind, pets.max_length, pets.required, pets.hint) == (Kind.TEXT, 60, "", "")


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ('hidden = ["emial"]', 'hidden has "emial". There is no such column. Did you mean email?'),
        ('hidden = ["ssn"]',
         'hidden has "ssn". It cannot be hidden: the rules of enrollment need it.'),
        ('hidden = ["mbi"]',
         'hidden has "mbi". It is hidden together with medicare: name that instead.'),
        ('required = ["cuonty"]',
         'required has "cuonty". There is no such column. Did you mean county?'),
        ('required = ["hire_date"]',
         'required has "hire_date". The rules of enrollment require it already: when'
         " Enrollment Reason is New hire, Rehire or Part-time to full-time."),
        ('required = ["email"]\nhidden = ["email"]',
         'required has "email". columns.hidden has it too.'),
        ('required = ["email"]\nrequired_on_subscribers = ["email"]',
         'required_on_subscribers has "email", and columns.required too.'),
        ('required_on_subscribers = ["disabled_dependent"]',
         'required_on_subscribers has "disabled_dependent". It is for dependents only.'),
    ],
)  # fmt: skip
def test_a_column_that_cannot_be_chosen_so_is_named(refused, table: str, problem: str) -> None:
    """With why, or what was meant."""
    assert refused(f"{LEAST}[columns]\n{table}\n") == [f"columns.{problem}"]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('"pets"', '"Pets!"', '#1.key is "Pets!". It is a small letter, and up to 39 small letters,'
         " digits and underscores."),
        ('"pets"', '"email"', '#1.key is "email", which is another column\'s.'),
        ('"Pets"', '"e-MAIL"', '#1.header is "e-MAIL", which is another column\'s.'),
        ('"Pets"', '"Pets  at home"',
         '#1.header has "Pets  at home". Take out the spaces that nobody sees.'),
        ('"Pets"', f'"{33 * "P"}"',
         f'#1.header is "{33 * "P"}". It is up to 32 characters.'),
        ('"about"', '"arbitration"', '#1.section is "arbitration". It is one of "family",'
         ' "coverage", "person", "address", "contact", "about".'),
        ('"text"', '"ssn"', '#1.kind is "ssn". It is one of "text", "choice", "date", "integer",'
         ' "code".'),
        ('"text"', '"choice"',
         "#1.choices is empty or names something twice. A choice needs a list of texts."),
        ('"text"', '"choice"\nchoices = ["A-1", "a 1"]',
         "#1.choices is empty or names something twice. A choice needs a list of texts."),
        ('"text"', '"text"\nchoices = ["One"]',
         "#1.choices is for columns of kind choice. This one is of kind text."),
        ('"text"', '"date"\nmax_length = 10', "#1.max_length is not for columns of kind date."),
        ('"text"', '"text"\nmax_length = 201',
         "#1.max_length is 201. It is a whole number from 1 to 200."),
        ('"text"', '"integer"\nmax_length = 10',
         "#1.max_length is 10. A whole number has at most 9 digits."),
        ('"text"', '"text"\napplies_to = "me"', '#1.applies_to is "me". It is one of "everyone",'
         ' "subscriber", "dependents".'),
    ],
)  # fmt: skip
def test_an_own_column_that_cannot_be_is_named(refused, old: str, new: str, problem: str) -> None:
    """By its place, its key and what is wrong."""
    assert refused(LEAST + EXTRA.replace(old, new)) == [f"columns.extra {problem}"]


def test_own_columns_are_told_apart_and_managed_in_their_tables(refused) -> None:
    """None has another's key or header; they are neither hidden nor required by list."""
    table = '[columns]\nhidden = ["pets"]\nrequired = ["pets"]\n'
    assert refused(f"{LEAST}{table}{EXTRA}{EXTRA}") == [
        'columns.hidden has "pets". It is the carrier\'s own: take its table [[columns.extra]] out'
        " instead.",
        'columns.required has "pets". It is the carrier\'s own: say required = true in its table'
        " [[columns.extra]].",
        'columns.extra #2.key is "pets", which is another column\'s.',
        'columns.extra #2.header is "Pets", which is another column\'s.',
    ]
