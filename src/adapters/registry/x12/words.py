"""What the codes of acknowledgements say, in words of ours, for administrators and operators."""

from collections.abc import Mapping

# TA105
INTERCHANGE: Mapping[str, str] = {
    "000": "no fault is named",
    "001": "the control numbers at its begin and end differ",
    "002": "the standard is not supported",
    "003": "the version is not supported",
    "004": "the segment terminator is not usable",
    "005": "the sender's qualifier is not known",
    "006": "the sender's ID is not known",
    "007": "the receiver's qualifier is not known",
    "008": "the receiver's ID is not known",
    "009": "the receiver's ID is not known",
    "014": "the date is not usable",
    "015": "the time is not usable",
    "016": "the standards identifier is not usable",
    "017": "the version identifier is not usable",
    "018": "the control number is not usable",
    "019": "the acknowledgement request is not usable",
    "020": "the usage indicator is not usable",
    "021": "the number of groups is not right",
    "022": "the control structure is not right",
    "023": "the file ends too early",
    "024": "the content is not usable",
    "025": "the control number was used before",
    "026": "the data element separator is not usable",
    "027": "the component separator is not usable",
}

# AK905 to AK909
GROUP: Mapping[str, str] = {
    "1": "the functional group is not supported",
    "2": "the version is not supported",
    "3": "the group's end is missing",
    "4": "the group's control numbers differ",
    "5": "the number of transaction sets is not right",
    "6": "the group's control number is not usable",
    "19": "the group's control number was used before",
}

# IK502 to IK506
TRANSACTION_SET: Mapping[str, str] = {
    "1": "the transaction set is not supported",
    "2": "the transaction set's end is missing",
    "3": "the transaction set's control numbers differ",
    "4": "the number of segments is not right",
    "5": "segments have errors",
    "6": "the transaction set's identifier is not usable",
    "7": "the transaction set's control number is not usable",
    "23": "the transaction set's control number was used before",
    "I5": "segments break the guide's rules",
    "I6": "the guide's version is not supported",
}

# IK304
SEGMENT: Mapping[str, str] = {
    "1": "is not known",
    "2": "is not expected",
    "3": "is missing",
    "4": "occurs too often",
    "5": "occurs too often",
    "6": "does not belong to the transaction set",
    "7": "is in the wrong place",
    "8": "has errors",
    "I4": "is not used by the guide",
    "I6": "is missing",
    "I7": "occurs too seldom",
    "I8": "occurs too seldom",
    "I9": "is not used by the guide here",
}

# IK403
ELEMENT: Mapping[str, str] = {
    "1": "is missing",
    "2": "is missing beside another",
    "3": "is one too many",
    "4": "is too short",
    "5": "is too long",
    "6": "has characters that are not allowed",
    "7": "has a code that is not known",
    "8": "is not a date",
    "9": "is not a time",
    "10": "does not go with another",
    "12": "is repeated too often",
    "13": "has too many parts",
    "I6": "has a code that the guide does not use",
    "I9": "is missing",
    "I10": "is not used by the guide",
    "I11": "is repeated too seldom",
    "I12": "does not look as it should",
    "I13": "is not used by the guide here",
}


def said(code: str, words: Mapping[str, str]) -> str:
    """The code's words, with the code for those who look it up."""
    return f"{words[code]} (code {code})" if code in words else f"code {code}"
