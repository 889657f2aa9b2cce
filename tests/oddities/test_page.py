"""The documentation's tables of odd workbooks."""

from tests.oddities.test_oddities import OF_PROCESSES as CODES
from tools.workbook_table import OF_PROCESSES, PAGE, page


def test_page_is_what_comes_of_the_workbooks() -> None:
    """`make tables` would write the page as it is."""
    assert PAGE.read_text(encoding="utf-8") == page()


def test_page_has_the_refusals_of_processes() -> None:
    """Those that no file by itself leads to."""
    assert set(OF_PROCESSES.values()) == CODES
