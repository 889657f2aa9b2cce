"""The template's columns as data. A carrier may hide some, require more, and add its own.

Source: the product's column list; ``tests/data/columns.csv`` is its copy, which a test holds
against this module.
"""

from domain import choices
from domain.columns import DATE_HINT, AppliesTo, Column, Columns, Kind, Section

_SUBSCRIBER = AppliesTo.SUBSCRIBER
_F, _C, _P, _A = Section.FAMILY, Section.COVERAGE, Section.PERSON, Section.ADDRESS

COLUMNS = Columns((
    Column(
        "family_number", "Family Number", _F, Kind.INTEGER, max_length=4, required="always",
        hint="A number from 1 to 9999, the same for everyone in one family.",
        missing_text="Enter a family number, the same for everyone in the family.",
    ),
    Column(
        "relationship", "Relationship", _F, Kind.CHOICE, required="always",
        choices=choices.RELATIONSHIPS,
        hint="Subscriber is the employee. Each family has exactly one.",
    ),
    Column(
        "subgroup_id", "Subgroup ID", _C, Kind.CODE, _SUBSCRIBER, 4, "on subscribers",
        hint="Four digits. Choose from the list.",
        missing_text="Choose the Subgroup ID from the list.",
    ),
    Column(
        "plan", "Plan", _C, Kind.CHOICE, _SUBSCRIBER, 50,
        "on subscribers, when the subgroup offers more than one plan",
        hint="A plan that the subgroup offers.",
    ),
    Column(
        "enrollment_reason", "Enrollment Reason", _C, Kind.CHOICE, _SUBSCRIBER,
        required="on subscribers", choices=choices.ENROLLMENT_REASONS,
        hint="Why this person enrolls now.",
    ),
    Column(
        "reason_details", "Reason Details", _C, Kind.TEXT, _SUBSCRIBER, 60,
        "when Enrollment Reason is Other", hint="Only when the reason is Other.",
        missing_text='Say what the "Other" reason is.',
    ),
    Column(
        "event_date", "Event Date", _C, Kind.DATE, _SUBSCRIBER,
        required="when the Enrollment Reason is an event, such as Marriage or Loss of coverage",
        hint=f"The day of the marriage, birth, loss of coverage and so on. {DATE_HINT}",
    ),
    Column(
        "hire_date", "Hire Date", _C, Kind.DATE, _SUBSCRIBER,
        required="when Enrollment Reason is New hire, Rehire or Part-time to full-time",
        hint=DATE_HINT,
    ),
    Column(
        "effective_date", "Effective Date", _C, Kind.DATE, _SUBSCRIBER, required="on subscribers",
        hint=f"When coverage starts: the first of a month, unless born or adopted. {DATE_HINT}",
    ),
    Column(
        "employee_id", "Employee ID", _C, Kind.TEXT, _SUBSCRIBER, 20,
        hint="Your own number for the employee.",
    ),
    Column(
        "employment_status", "Employment Status", _C, Kind.CHOICE, _SUBSCRIBER,
        choices=choices.EMPLOYMENT_STATUSES,
    ),
    Column(
        "cobra_event", "COBRA Event", _C, Kind.CHOICE, _SUBSCRIBER,
        required="when Enrollment Reason is COBRA", choices=choices.COBRA_EVENTS,
        hint="Only when the reason is COBRA.",
        missing_text="Choose the COBRA event from the list.",
    ),
    Column("last_name", "Last Name", _P, Kind.NAME, max_length=60, required="always"),
    Column("first_name", "First Name", _P, Kind.NAME, max_length=35, required="always"),
    Column("middle_name", "Middle Name", _P, Kind.NAME, max_length=25),
    Column("suffix", "Suffix", _P, Kind.CHOICE, max_length=10, choices=choices.SUFFIXES),
    Column(
        "former_last_name", "Former Last Name", _P, Kind.NAME, max_length=60,
        hint="A last name the carrier may know the person by.",
    ),
    Column(
        "ssn", "SSN or ITIN", _P, Kind.SSN, max_length=11,
        required="on subscribers, unless Reason for No SSN is given",
        hint="Nine digits, for example 987-65-4321. Dashes are optional.", confidential=True,
        missing_text="Enter a Social Security number, or choose why there is none.",
    ),
    Column(
        "no_ssn_reason", "Reason for No SSN", _P, Kind.CHOICE,
        required="on subscribers without an SSN or ITIN", choices=choices.NO_SSN_REASONS,
        hint="Only when SSN or ITIN is blank.",
    ),
    Column("birth_date", "Birth Date", _P, Kind.DATE, required="always", hint=DATE_HINT),
    Column("gender", "Gender", _P, Kind.CHOICE, required="always", choices=choices.GENDERS,
        missing_text="Choose Male, Female, or Other or not stated.",
    ),
    Column(
        "marital_status", "Marital Status", _P, Kind.CHOICE, choices=choices.MARITAL_STATUSES
    ),
    Column(
        "medical_record_number", "Medical Record Number", _P, Kind.CODE, max_length=12,
        hint="Digits only, when the person was a member before.",
    ),
    Column(
        "address", "Home Address", _A, Kind.TEXT, max_length=40, required="on subscribers",
        hint="A street address, never a P.O. box. Blank on dependents: the subscriber's.",
    ),
    Column("address_2", "Apartment or Unit", _A, Kind.TEXT, max_length=40),
    Column("city", "City", _A, Kind.TEXT, max_length=30, required="with a home address"),
    Column(
        "state", "State", _A, Kind.CHOICE, max_length=2, required="with a home address",
        choices=choices.STATES, hint="Two letters, for example CA.",
        missing_text="Choose the state from the list.",
    ),
    Column(
        "zip", "ZIP Code", _A, Kind.ZIP, max_length=10, required="with a home address",
        hint="12345 or 12345-6789",
        missing_text="Enter the ZIP code.",
    ),
    Column("county", "County", _A, Kind.TEXT, max_length=30),
    Column(
        "mailing_address", "Mailing Address", _A, Kind.TEXT, max_length=40,
        hint="Only when mail goes elsewhere. May be a P.O. box.",
    ),
    Column(
        "mailing_city", "Mailing City", _A, Kind.TEXT, max_length=30,
        required="with a mailing address",
        missing_text="Enter the city of the mailing address.",
    ),
    Column(
        "mailing_state", "Mailing State", _A, Kind.CHOICE, max_length=2,
        required="with a mailing address", choices=choices.STATES,
        hint="Two letters, for example CA.",
        missing_text="Choose the state of the mailing address.",
    ),
    Column(
        "mailing_zip", "Mailing ZIP Code", _A, Kind.ZIP, max_length=10,
        required="with a mailing address", hint="12345 or 12345-6789",
        missing_text="Enter the ZIP code of the mailing address.",
    ),
    Column(
        "day_phone", "Day Phone", Section.CONTACT, Kind.PHONE, max_length=20,
        hint="Ten digits, any punctuation.",
    ),
    Column(
        "evening_phone", "Evening Phone", Section.CONTACT, Kind.PHONE, max_length=20,
        hint="Ten digits, any punctuation.",
    ),
    Column("email", "E-mail", Section.CONTACT, Kind.EMAIL, max_length=100),
    Column(
        "language", "Preferred Language", Section.ABOUT, Kind.CHOICE, choices=choices.LANGUAGES
    ),
    Column(
        "race_ethnicity", "Race or Ethnicity", Section.ABOUT, Kind.CHOICE,
        choices=choices.RACES_AND_ETHNICITIES, hint="Only if the person wants to say.",
    ),
    Column(
        "medicare", "Medicare", Section.ABOUT, Kind.CHOICE, choices=choices.MEDICARE,
        noun_text="Medicare coverage", missing_text="Choose the Medicare coverage from the list.",
    ),
    Column(
        "mbi", "Medicare Number", Section.ABOUT, Kind.MBI, max_length=13,
        required="when Medicare is Part A, Part B or Parts A and B",
        hint="Eleven characters, as on the Medicare card.", confidential=True,
        missing_text="Enter the Medicare number, as on the Medicare card.",
    ),
    Column(
        "disabled_dependent", "Disabled Dependent", Section.ABOUT, Kind.CHOICE,
        AppliesTo.DEPENDENTS, choices=choices.YES_NO,
        hint="Yes keeps a disabled child covered past the age limit.",
        noun_text="answer, Yes or No,", missing_text="Choose Yes or No.",
    ),
    Column(
        "arbitration_signed_on", "Arbitration Agreement Signed On", Section.ARBITRATION,
        Kind.DATE, _SUBSCRIBER, hint=DATE_HINT, noun_text="day the agreement was signed",
    ),
))  # fmt: skip

# What a carrier may do without, and what goes with it: the columns that no rule needs.
HIDEABLE: dict[str, tuple[str, ...]] = {
    "employee_id": (),
    "employment_status": (),
    "middle_name": (),
    "suffix": (),
    "former_last_name": (),
    "marital_status": (),
    "medical_record_number": (),
    "address_2": (),
    "county": (),
    "mailing_address": ("mailing_city", "mailing_state", "mailing_zip"),
    "evening_phone": (),
    "email": (),
    "language": (),
    "race_ethnicity": (),
    "medicare": ("mbi",),
}
