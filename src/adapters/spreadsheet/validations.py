"""What Excel itself checks while somebody types: drop-downs, dates, lengths, and hints."""

from openpyxl.worksheet.datavalidation import DataValidation

from domain.columns import Column, Kind

# Values that are not on these lists are kept with a warning, so Excel only asks.
_ASKS_ONLY = frozenset({"language", "race_ethnicity"})
_SHORTEST = {Kind.SSN: 9, Kind.MBI: 11, Kind.ZIP: 5, Kind.PHONE: 10}
_LAST_DAY = 73_050  # 12/31/2099 as Excel counts days


def validation(column: Column, choices: str | None) -> DataValidation | None:
    """The column's check and hint; ``choices`` is the range of its list, if it has one."""
    check = _check(column, choices)
    if check is None:
        return None
    check.allowBlank = True
    check.showErrorMessage = True
    check.errorTitle = column.header
    if column.hint:
        check.showInputMessage = True
        check.promptTitle = column.header
        check.prompt = column.hint
    return check


def _check(column: Column, choices: str | None) -> DataValidation | None:
    if choices:
        if column.key in _ASKS_ONLY:
            error = "This is not on the list. It can be kept, with a warning. Keep it?"
            return DataValidation("list", choices, errorStyle="warning", error=error)
        return DataValidation(
            "list", choices, errorStyle="stop", error=f"Choose the {column.noun} from the list."
        )
    if column.kind is Kind.DATE:
        error = f"Enter the {column.noun} as MM/DD/YYYY, for example 12/01/2026."
        return DataValidation(
            "date", "1", str(_LAST_DAY), operator="between", errorStyle="stop", error=error
        )
    if column.kind is Kind.INTEGER:
        first, last = "0" if column.extra else "1", "9" * (column.max_length or 1)
        error = f"Enter a whole number from {first} to {last}."
        return DataValidation(
            "whole", first, last, operator="between", errorStyle="stop", error=error
        )
    if column.max_length is None:
        return None
    shortest = _SHORTEST.get(column.kind, 1)
    error = (
        f"Use at most {column.max_length} characters."
        if shortest == 1
        else f"{column.hint} At most {column.max_length} characters."
    )
    return DataValidation(
        "textLength", str(shortest), str(column.max_length), operator="between",
        errorStyle="stop", error=error,
    )  # fmt: skip
