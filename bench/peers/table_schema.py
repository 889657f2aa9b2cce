"""Frictionless over a Table Schema made from our columns: validation alone.

``python -m bench.peers.table_schema COLUMNS`` reads a workbook's path a line, and answers each with
a line of JSON: the seconds that the check took, and how many errors it found.
"""

import json
import sys
from pathlib import Path
from time import perf_counter

from frictionless import Dialect, Schema
from frictionless.formats import ExcelControl
from frictionless.resources import TableResource

_LIMITS = {"minimum": 1, "maximum": 9999}
_TYPES = {"date": "date", "integer": "integer"}


def table_schema(columns: list[dict]) -> Schema:
    return Schema.from_descriptor({"fields": [_field(column) for column in columns]})


def _field(column: dict) -> dict:
    constraints: dict = {"required": True} if column["required"] else {}
    if column["kind"] == "integer":
        constraints |= _LIMITS
    elif column["choices"]:
        constraints["enum"] = column["choices"]
    elif column["kind"] != "date":
        constraints["maxLength"] = column["max_length"]
    if column["pattern"]:
        constraints["pattern"] = column["pattern"]
    if column["kind"] == "ssn":
        constraints["unique"] = True
    field = {"name": column["header"], "type": _TYPES.get(column["kind"], "string")}
    if column["kind"] == "email":
        field["format"] = "email"
    return field | {"constraints": constraints}


def main() -> None:
    schema = table_schema(json.loads(Path(sys.argv[1]).read_text()))
    for line in sys.stdin:
        path = Path(line.strip())
        started = perf_counter()
        resource = TableResource(
            path=path.name,
            basepath=str(path.parent),
            schema=schema,
            dialect=Dialect(skip_blank_rows=True, controls=[ExcelControl(sheet=1)]),
        )
        report = resource.validate()
        seconds = perf_counter() - started
        print(json.dumps({"seconds": seconds, "errors": report.stats["errors"]}), flush=True)


if __name__ == "__main__":
    main()
