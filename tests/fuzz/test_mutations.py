"""A hundred mutated uploads, the same at every run, and some hundred more in ``make test-all``;
``make fuzz`` tries others, for longer."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.changes import KINDS, Change, Upload
from tests.fuzz.properties import judge
from tests.fuzz.uploads import HOW_MANY, uploads

changes = st.builds(Change, st.sampled_from(KINDS), st.integers(0, 2**32 - 1))
mutated = st.builds(
    Upload,
    st.integers(0, HOW_MANY * 100),
    st.lists(changes, min_size=1, max_size=6).map(tuple),
)


@pytest.mark.parametrize("number", range(HOW_MANY))
def test_good_uploads_are_good(number: int) -> None:
    """What is mutated here is read: nothing is proven by changes to a file that is refused."""
    assert judge(uploads()[number]) == "read"


SAME = settings(max_examples=100, derandomize=True, suppress_health_check=list(HealthCheck))
MORE = settings(SAME, max_examples=400)


@pytest.mark.slow
@SAME
@given(upload=mutated)
def test_whatever_becomes_of_an_upload_is_bearable(upload: Upload) -> None:
    """It is read or refused with a sentence, soon and in little memory; both ways of reading agree,
    and no row is invented."""
    judge(upload.content())


@pytest.mark.rare
@MORE
@given(upload=mutated)
def test_whatever_becomes_of_many_more_is_bearable(upload: Upload) -> None:
    """As above."""
    judge(upload.content())
