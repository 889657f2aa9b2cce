"""Opening the registry as ``adapters.registry.plugins`` opens any, and filling it with members."""

import json
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from adapters.persistence.engine import DatabaseUrlError
from adapters.registry.plugins import RegistrySetup, SetupError
from adapters.registry.x12.inbox import Inbox
from adapters.registry.x12.ledger import Ledger
from adapters.registry.x12.options import X12Options, problems_of
from adapters.registry.x12.outbox import MARK, STAGING, AnotherOutbox, LedgerTooOld, Outbox
from adapters.registry.x12.registry import X12Registry
from adapters.registry.x12.roster import ReportProgress, Taken, take_over
from adapters.shape import Misfit, fitted
from domain.carrier import Group
from domain.errors import RegistryUnavailable


class GroupsFile(msgspec.Struct, frozen=True):
    """What is read of the file of groups."""

    groups: tuple[Group, ...]


def open_x12(setup: RegistrySetup) -> X12Registry:
    """The registry with its ledger at ENROLL_REGISTRY_URL. Raises SetupError."""
    options, groups = _read(setup)
    outbox_folder, inbox_folder = setup.folder / options.outbox, setup.folder / options.inbox
    if problems := [
        f"registry.{key}: {folder} is not there, or no folder."
        for key, folder in (("outbox", outbox_folder), ("inbox", inbox_folder))
        if not folder.is_dir()
    ]:
        raise SetupError(*problems)
    ledger, ledger_id, last_number = _open_ledger(setup)
    try:
        outbox = Outbox(outbox_folder, ledger_id)
        outbox.prepare(last_number)
        inbox = Inbox(inbox_folder, ledger, options, setup.clock)
        inbox.prepare()
    except AnotherOutbox:
        ledger.close()
        raise SetupError(
            f"registry.outbox: {outbox_folder} is not the outbox of the ledger at"
            f" ENROLL_REGISTRY_URL: {STAGING}/{MARK} in it is missing or names another. Name the"
            ' one that is, or see "Another outbox" in docs/x12-834.md.'
        ) from None
    except LedgerTooOld:
        ledger.close()
        raise SetupError(
            f"ENROLL_REGISTRY_URL: the ledger is older than {outbox_folder}, in which later files"
            ' have appeared. See "An older ledger" in docs/x12-834.md.'
        ) from None
    except OSError as error:
        ledger.close()
        raise SetupError(
            f"registry.outbox, registry.inbox: {error.filename} cannot be written:"
            f" {error.strerror}."
        ) from None
    return X12Registry(
        ledger=ledger,
        outbox=outbox,
        inbox=inbox,
        carrier=setup.carrier,
        groups=groups,
        options=options,
        clock=setup.clock,
    )


def import_roster(setup: RegistrySetup, path: Path, report: ReportProgress) -> Taken:
    """Take over a roster, CSV or an 834 full file. Raises SetupError, RosterRefused when nothing
    of the file was taken over, and RegistryUnavailable when the database fails."""
    _, groups = _read(setup)
    ledger, *_ = _open_ledger(setup)
    try:
        known = frozenset(group.id for group in groups)
        return take_over(ledger, path, known, setup.clock.today(), report)
    finally:
        ledger.close()


def _read(setup: RegistrySetup) -> tuple[X12Options, Sequence[Group]]:
    try:
        options = fitted(setup.options, X12Options, "registry")
        path = setup.folder / options.groups_file
        groups = fitted({"groups": _table(path).get("groups")}, GroupsFile, f"{path}").groups
    except Misfit as misfit:
        raise SetupError(*misfit.problems) from None
    if problems := list(problems_of(options, groups, setup.carrier)):
        raise SetupError(*problems)
    return options, groups


def _table(path: Path) -> dict[str, Any]:
    """The file as TOML or JSON, whichever its name says."""
    try:
        text = path.read_text(encoding="utf-8")
        table = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
    except OSError as error:
        raise SetupError(
            f"registry.groups_file: {path} cannot be read: {error.strerror}."
        ) from None
    except ValueError as error:
        raise SetupError(
            f"registry.groups_file: {path} is neither TOML nor JSON: {error}."
        ) from None
    if not isinstance(table, dict):
        raise SetupError(f"registry.groups_file: {path} has no list of groups.")
    return table


def _open_ledger(setup: RegistrySetup) -> tuple[Ledger, str, int]:
    """The ledger, its id, and the last number it has given."""
    url = setup.required_url("the URL of a database for the ledger of what was sent")
    try:
        ledger = Ledger(url, setup.clock, setup.required_vault())
    except DatabaseUrlError as error:
        raise SetupError(f"ENROLL_REGISTRY_URL: {error}") from None
    try:
        return ledger, *ledger.prepare()
    except RegistryUnavailable as error:
        ledger.close()
        reason = getattr(error.__cause__, "orig", None) or "it cannot be reached"
        raise SetupError(f"ENROLL_REGISTRY_URL: the database cannot be opened: {reason}.") from None
