"""What another's reader, pyx12, makes of an interchange."""

import io
import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import pyx12.map_if
import pyx12.params
import pyx12.x12n_document

# It reads its maps anew for each document, which takes longer than the document.
pyx12.map_if.load_map_file = cache(pyx12.map_if.load_map_file)
_PARAMETERS = pyx12.params.ParamsBase()


def faults(text: str) -> list[str]:
    """What it finds wrong with an interchange, by segment."""
    found = io.StringIO()
    accepted = pyx12.x12n_document.x12n_document(
        _PARAMETERS, io.StringIO(text), None, None, fd_json=found
    )
    faults = list(_messages(json.loads(found.getvalue())))
    assert accepted == (not faults)
    return faults


def acknowledgement(text: str) -> str:
    """The TA1 and 999 that it answers an interchange with."""
    answer = io.StringIO()
    pyx12.x12n_document.x12n_document(_PARAMETERS, io.StringIO(text), answer, None)
    return answer.getvalue()


def _messages(found: Any) -> Iterator[str]:
    if isinstance(found, dict):
        if "err_str" in found:
            yield found["err_str"]
        for one in found.values():
            yield from _messages(one)
    elif isinstance(found, list):
        for one in found:
            yield from _messages(one)
