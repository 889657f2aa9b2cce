"""The lists a choice is made from, and the words people write instead."""

import us

RELATIONSHIPS = (
    "Subscriber",
    "Spouse",
    "Domestic partner",
    "Child",
    "Stepchild",
    "Adopted child",
    "Foster child",
    "Legal ward",
    "Other dependent",
)
ENROLLMENT_REASONS = (
    "New group",
    "New hire",
    "Open enrollment",
    "Part-time to full-time",
    "Loss of coverage",
    "Moved into service area",
    "Rehire",
    "Return from layoff or leave",
    "Return from military duty",
    "Marriage or domestic partnership",
    "Birth",
    "Adoption",
    "Court order",
    "COBRA",
    "Other",
)
EMPLOYMENT_STATUSES = ("Full time", "Part time", "Retired", "Leave")
COBRA_EVENTS = (
    "Termination",
    "Reduced hours",
    "Medicare",
    "Death",
    "Divorce",
    "Separation",
    "Child no longer eligible",
    "Bankruptcy",
)
SUFFIXES = ("Jr", "Sr", "II", "III", "IV", "V")
NO_SSN_REASONS = ("Applied for", "Newborn", "Not eligible", "Declined to give")
GENDERS = ("Male", "Female", "Other or not stated")
MARITAL_STATUSES = ("Single", "Married", "Domestic partner", "Divorced", "Widowed", "Separated")
LANGUAGES = (
    "English",
    "Spanish",
    "Chinese",
    "Vietnamese",
    "Tagalog",
    "Korean",
    "Armenian",
    "Russian",
    "Japanese",
    "Arabic",
    "Hawaiian",
    "Ilocano",
    "Other",
)
RACES_AND_ETHNICITIES = (
    "American Indian or Alaska Native",
    "Asian",
    "Black or African American",
    "Hispanic or Latino",
    "Middle Eastern or North African",
    "Native Hawaiian or Pacific Islander",
    "White",
    "Decline to answer",
)
MEDICARE = ("None", "Part A", "Part B", "Parts A and B")
YES_NO = ("Yes", "No")

# USPS Publication 28, appendix B: states, D.C., territories, freely associated states, military.
STATE_NAMES: dict[str, str] = {
    place.abbr: place.name for place in (*us.STATES, us.states.DC, *us.states.TERRITORIES)
} | {
    "FM": "Federated States of Micronesia",
    "MH": "Marshall Islands",
    "PW": "Palau",
    "AA": "Armed Forces Americas",
    "AE": "Armed Forces Europe",
    "AP": "Armed Forces Pacific",
}
STATES = tuple(STATE_NAMES)

# What people write where the list has another word. Used to suggest, never to replace.
SUGGESTIONS: dict[str, dict[str, str]] = {
    "relationship": {
        "son": "Child", "daughter": "Child", "kid": "Child", "dependent": "Child",
        "dependant": "Child", "baby": "Child", "newborn": "Child", "grandchild": "Other dependent",
        "grandson": "Other dependent", "granddaughter": "Other dependent",
        "parent": "Other dependent", "mother": "Other dependent", "father": "Other dependent",
        "husband": "Spouse", "wife": "Spouse", "partner": "Domestic partner",
        "employee": "Subscriber", "self": "Subscriber", "member": "Subscriber",
        "stepson": "Stepchild", "stepdaughter": "Stepchild", "ward": "Legal ward",
    },
    "gender": {"m": "Male", "f": "Female", "man": "Male", "woman": "Female",
               "x": "Other or not stated", "nonbinary": "Other or not stated"},
    "enrollment_reason": {"marriage": "Marriage or domestic partnership",
                          "married": "Marriage or domestic partnership",
                          "hired": "New hire", "newborn": "Birth", "oe": "Open enrollment",
                          "annual enrollment": "Open enrollment",
                          "moved": "Moved into service area"},
    "employment_status": {"ft": "Full time", "pt": "Part time", "full-time": "Full time",
                          "part-time": "Part time", "active": "Full time"},
    "disabled_dependent": {"y": "Yes", "n": "No", "true": "Yes", "false": "No"},
    "medicare": {"a": "Part A", "b": "Part B", "a and b": "Parts A and B", "ab": "Parts A and B",
                 "no": "None"},
    "suffix": {"2nd": "II", "3rd": "III", "4th": "IV", "junior": "Jr", "senior": "Sr"},
}  # fmt: skip
