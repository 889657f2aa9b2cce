"""The carrier's file: who the carrier is and what it decides for itself, as TOML.

What each key means is in ``docs/carrier-file.md``.
"""

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from adapters.carrier_columns import ColumnsTable
from adapters.shape import Misfit, as_written, fitted, likely
from domain.carrier import Carrier, CarrierSettings, Region
from domain.choices import STATES
from domain.submission import Status

_Word = Annotated[str, Meta(min_length=1, max_length=30, description="up to 30 characters")]
# A key a status.
StatusWords = msgspec.defstruct(
    "StatusWords",
    [(one.name.lower(), _Word, one.value) for one in Status],
    frozen=True,
    kw_only=True,
)
_A_MONTH = 31  # the longest: every span of as many days has the first of some month


class CarrierFileError(Exception):
    """The file cannot be used; a sentence for each thing to mend, which names the key."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class CarrierFile(msgspec.Struct, frozen=True):
    """What the file says; only the carrier's registry reads ``registry``."""

    carrier: Carrier
    registry: Mapping[str, Any]


class Written(msgspec.Struct, frozen=True):
    """The file's own shape."""

    name: Annotated[
        str,
        Meta(min_length=1, max_length=80, description="the carrier's name, up to 80 characters"),
    ]
    regions: Annotated[
        tuple[Region, ...],
        Meta(min_length=1, max_length=100, description="a table [[regions]] for each region"),
    ]
    settings: CarrierSettings = CarrierSettings()
    columns: ColumnsTable = ColumnsTable()
    status_words: StatusWords = StatusWords()  # type: ignore[valid-type]
    registry: dict[str, Any] = {}


def load_carrier(path: Path) -> CarrierFile:
    """The carrier that the file describes. Raises CarrierFileError with all that is wrong."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CarrierFileError([f"{path} cannot be read: {error.strerror}."]) from None
    except UnicodeDecodeError:
        raise CarrierFileError([f"{path} is not text in UTF-8."]) from None
    except tomllib.TOMLDecodeError as error:
        raise CarrierFileError([f"{path} is not TOML: {error}."]) from None
    try:
        written = fitted(table, Written)
    except Misfit as misfit:
        raise CarrierFileError(misfit.problems) from None
    problems = [
        *_of_regions(written.regions),
        *_of_settings(written.settings),
        *written.columns.problems(),
        *_of_words(written.status_words),
    ]
    if problems:
        raise CarrierFileError(problems)
    carrier = Carrier(
        written.name,
        written.settings,
        written.regions,
        written.columns.resolved(),
        {one: getattr(written.status_words, one.name.lower()) for one in Status},
    )
    return CarrierFile(carrier, written.registry)


def _of_regions(regions: tuple[Region, ...]) -> Iterator[str]:
    for what in ("code", "name"):
        for text, times in Counter(getattr(region, what) for region in regions).items():
            if times > 1:
                yield f"regions.{what} is {as_written(text)} {times} times. Each has its own."
    for number, region in enumerate(regions, start=1):
        for state in region.states:
            if state not in STATES:
                hint = likely(state.upper(), STATES)
                yield f"regions #{number}.states has {as_written(state)}. It is no state's.{hint}"


def _of_settings(settings: CarrierSettings) -> Iterator[str]:
    days = settings.effective_days_back + settings.effective_days_ahead
    if days < _A_MONTH:
        yield (
            f"settings.effective_days_back and settings.effective_days_ahead are {days} days"
            " together. Coverage starts on the first of a month, so they are at least"
            f" {_A_MONTH}."
        )


def _of_words(words: msgspec.Struct) -> Iterator[str]:
    keys: dict[str, list[str]] = defaultdict(list)
    for key, word in msgspec.structs.asdict(words).items():
        keys[word].append(f"status_words.{key}")
    for word, having in keys.items():
        if len(having) > 1:
            yield f"{' and '.join(having)} are both {as_written(word)}. Each has its own word."
