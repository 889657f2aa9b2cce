"""The guide's codes (005010X220A1) for what the template's lists say."""

from collections.abc import Mapping

# INS02. A ward is 15; 26 would make the person the guardian of the subscriber.
RELATIONSHIPS: Mapping[str, str] = {
    "Subscriber": "18",
    "Spouse": "01",
    "Domestic partner": "53",
    "Child": "19",
    "Stepchild": "17",
    "Adopted child": "09",
    "Foster child": "10",
    "Legal ward": "15",
    "Other dependent": "G8",
}
RELATIONSHIPS_READ: Mapping[str, str] = {code: name for name, code in RELATIONSHIPS.items()}

# INS04, of somebody who was not a member before. Where the guide has no code of the reason's own
# it is an initial enrollment (28); the reason itself goes along as a reporting category.
MAINTENANCE_REASONS: Mapping[str, str] = {
    "New group": "28",
    "New hire": "28",
    "Open enrollment": "EC",  # the member's own choice of benefits
    "Part-time to full-time": "28",
    "Loss of coverage": "28",  # 07 is the end of the coverage that this file is about
    "Moved into service area": "43",
    "Rehire": "41",
    "Return from layoff or leave": "20",
    "Return from military duty": "20",
    "Marriage or domestic partnership": "32",
    "Birth": "02",
    "Adoption": "05",
    "Court order": "28",
    "COBRA": "09",
    "Other": "AI",
}
_INS04 = (
    "01 02 03 04 05 06 07 08 09 10 11 14 15 16 17 18 20 21 22 25 26 27 28 29 31 32 33 37 38 39 40"
    " 41 43 59 AA AB AC AD AE AF AG AH AI AJ AL EC XN XT"
)
MAINTENANCE_REASON_CODES = frozenset(_INS04.split())

# INS05
ACTIVE, COBRA = "A", "C"

# INS06, first component
MEDICARE: Mapping[str, str] = {"None": "E", "Part A": "A", "Part B": "B", "Parts A and B": "C"}

# INS07
COBRA_EVENTS: Mapping[str, str] = {
    "Termination": "1",
    "Reduced hours": "2",
    "Medicare": "3",
    "Death": "4",
    "Divorce": "5",
    "Separation": "6",
    "Child no longer eligible": "7",
    "Bankruptcy": "8",
}

# INS08
EMPLOYMENT: Mapping[str, str] = {
    "Full time": "FT",
    "Part time": "PT",
    "Retired": "RT",
    "Leave": "L1",
}

# INS10
YES_NO: Mapping[str, str] = {"Yes": "Y", "No": "N"}

# DMG03
GENDERS: Mapping[str, str] = {"Male": "M", "Female": "F", "Other or not stated": "U"}

# DMG04
MARITAL: Mapping[str, str] = {
    "Single": "I",
    "Married": "M",
    "Domestic partner": "B",
    "Divorced": "D",
    "Widowed": "W",
    "Separated": "S",
}

# DMG05, components apart by a colon. The CDC's codes (RET) say it exactly; the older ones of the
# first component put Asians with Pacific Islanders, and know nobody of the Middle East.
RACES: Mapping[str, str] = {
    "American Indian or Alaska Native": ":RET:1002-5",
    "Asian": ":RET:2028-9",
    "Black or African American": ":RET:2054-5",
    "Hispanic or Latino": ":RET:2135-2",
    "Middle Eastern or North African": ":RET:2118-8",
    "Native Hawaiian or Pacific Islander": ":RET:2076-8",
    "White": ":RET:2106-3",
    "Decline to answer": "7",
}

# LUI02, ISO 639-2: of its two-letter codes there is none for Hawaiian and Ilocano.
LANGUAGES: Mapping[str, str] = {
    "English": "ENG",
    "Spanish": "SPA",
    "Chinese": "CHI",
    "Vietnamese": "VIE",
    "Tagalog": "TGL",
    "Korean": "KOR",
    "Armenian": "ARM",
    "Russian": "RUS",
    "Japanese": "JPN",
    "Arabic": "ARA",
    "Hawaiian": "HAW",
    "Ilocano": "ILO",
    "Other": "UND",
}

# HD03
_HD03 = "AG AH AJ AK DCP DEN EPO FAC HE HLT HMO LTC LTD MM MOD PDG POS PPO PRA STD UR VIS"
INSURANCE_LINES = frozenset(_HD03.split())


def insurance_line(plan: str) -> str:
    """The line that a plan's name says ("HMO 20" is an HMO), else health."""
    return next((word for word in plan.upper().split() if word in INSURANCE_LINES), "HLT")
