"""What the domain may import and call; that imports point inward is import-linter's to check."""

import ast
import sys
from pathlib import Path

from tests.architecture.tree import ROOT, files, imports, name, nodes

PURE_LIBRARIES = {"idna", "msgspec", "stdnum", "phonenumbers", "us"}

# Standard library all the same, but I/O, a clock or randomness: those come in through ports.
IMPURE = {
    *("asyncio", "concurrent", "ctypes", "multiprocessing", "signal", "subprocess", "threading"),
    *("ftplib", "http", "select", "smtplib", "socket", "socketserver", "ssl", "urllib"),
    *("dbm", "fileinput", "glob", "logging", "mmap", "os", "pathlib", "shelve", "shutil"),
    *("sqlite3", "sys", "tempfile", "webbrowser", "zipfile"),
    *("random", "secrets", "sched", "time"),
}
IMPURE_CALLS = {"now", "utcnow", "today", "uuid1", "uuid4", "open", "print", "input"}


def sources(package: str) -> list[Path]:
    """The Python files of one of the three packages."""
    folder = ROOT / "src" / package
    return [path for path in files() if path.suffix == ".py" and path.is_relative_to(folder)]


def test_domain_imports_only_pure_libraries() -> None:
    """The domain imports itself, the pure standard library and its allow-list, nothing more."""
    allowed = (set(sys.stdlib_module_names) - IMPURE) | PURE_LIBRARIES | {"domain"}
    strangers = [
        f"{name(path)}:{line} imports {module}"
        for path in sources("domain")
        for line, module in imports(path)
        if module.split(".")[0] not in allowed
    ]
    assert strangers == []


def test_domain_asks_no_clock_and_no_dice() -> None:
    """No line of the domain reads the clock, makes a random id, or opens or prints anything."""
    calls = [
        f"{name(path)}:{node.lineno} calls {called}"
        for path in sources("domain")
        for node in nodes(path)
        if isinstance(node, ast.Call)
        for called in [getattr(node.func, "attr", getattr(node.func, "id", ""))]
        if called in IMPURE_CALLS and not _is_port(node)
    ]
    assert calls == []


def _is_port(call: ast.Call) -> bool:
    """Whether the call goes to a port that was handed in, as in `clock.now()`."""
    if not isinstance(call.func, ast.Attribute):
        return False
    owner = call.func.value
    asked = getattr(owner, "attr", getattr(owner, "id", ""))
    return asked not in {"datetime", "date", "uuid"}
