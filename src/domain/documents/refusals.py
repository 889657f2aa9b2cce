"""Why a document is not kept: a code for logs and tests, and a sentence that says what to do."""

from domain.errors import DocumentRefused

_AGAIN = "Scan or print the signed document anew, and upload that."
_SENTENCES = {
    "empty": "This file is empty. Choose the signed document.",
    "too_large": "This file is larger than 5 MB. Scan it in black and white, or smaller.",
    "type": "This file is not a PDF, PNG or JPEG. Save it as one of those.",
    "damaged": f"This file is damaged or cut off. {_AGAIN}",
    "locked": "This PDF is protected by a password. Save it without one, and upload that.",
    "active": (
        "This PDF has a program, another file or a link to somewhere else inside, which signed"
        " documents do without. Print it to a new PDF, and upload that."
    ),
    "not_plain": (
        "This PDF holds more than pages, text and pictures, or is built in a way that cannot be"
        " checked. Print it to a new PDF, and upload that."
    ),
    "two_things": f"This file has something else hidden before, inside or after it. {_AGAIN}",
    "dimensions": f"This picture is larger than any scan. {_AGAIN}",
    # What turns out while it is looked through
    "too_slow": (
        "This file takes far longer to look through than a scan does, so that was given up."
        f" {_AGAIN}"
    ),
    "too_much_memory": (
        "This file takes far more room to look through than a scan does, so that was given up."
        f" {_AGAIN}"
    ),
    "reader_failed": f"Looking through this file failed, and nothing of it was kept. {_AGAIN}",
}


def refused(code: str) -> DocumentRefused:
    return DocumentRefused(code, _SENTENCES[code])
