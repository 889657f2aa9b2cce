"""Opening the member registry that the settings name.

A registry is whatever an installed distribution has registered in the entry point group
``mass_enrollment.member_registry``: a name, and a function that takes a ``RegistrySetup`` and
returns a ``domain.ports.MemberRegistry``. Those that come with the product are registered in the
same way. Only the one that is named is loaded.
"""

from collections.abc import Callable, Mapping
from functools import cache
from importlib.metadata import EntryPoints, entry_points
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from adapters.confidential import Vault
from adapters.shape import Misfit, fitted
from domain.carrier import Carrier
from domain.ports import Clock, MemberRegistry

GROUP = "mass_enrollment.member_registry"
T = TypeVar("T", bound=msgspec.Struct)


class SetupError(Exception):
    """The settings do not suffice to open the registry; a sentence for each thing to mend, which
    names the key or the variable."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class RegistrySetup(msgspec.Struct, frozen=True, kw_only=True):
    """What a registry is opened with.

    ``url`` and ``token`` are ENROLL_REGISTRY_URL and ENROLL_REGISTRY_TOKEN, "" where not set.
    ``options`` is the table ``[registry]`` of the carrier's file, for the registry alone to read;
    paths in it are relative to ``folder``, the one that the file is in. ``vault`` is for what the
    registry keeps itself of people's numbers (see ``adapters.registry.sealing``).
    """

    carrier: Carrier
    clock: Clock
    url: str = ""
    token: str = ""
    options: Mapping[str, Any] = {}
    folder: Path = Path()
    vault: Vault | None = None

    def required_url(self, what: str) -> str:
        """The URL; SetupError, saying what it should be, where it is not set."""
        if not self.url:
            raise SetupError(f"ENROLL_REGISTRY_URL is not set. It is {what}.")
        return self.url

    def required_vault(self) -> Vault:
        """The vault; SetupError where the registry is opened without one."""
        if self.vault is None:
            raise SetupError("The registry keeps numbers sealed, and there are no keys for it.")
        return self.vault

    def read_options(self, kind: type[T]) -> T:
        """The options as this struct; SetupError names each key that is wrong."""
        try:
            return fitted(self.options, kind, "registry")
        except Misfit as misfit:
            raise SetupError(*misfit.problems) from None


Opener = Callable[[RegistrySetup], MemberRegistry]


def installed() -> list[str]:
    """The names of the registries there are."""
    return sorted(_registries().names)


def open_registry(name: str, setup: RegistrySetup) -> MemberRegistry:
    """The registry of that name; SetupError when there is none such, or it lacks settings."""
    found = _registries().select(name=name)
    if not found:
        raise SetupError(
            f"ENROLL_REGISTRY is {name!r}, and no installed package provides a registry of that"
            f" name. Installed are: {', '.join(installed())}."
        )
    opener: Opener = next(iter(found)).load()
    return opener(setup)


@cache
def _registries() -> EntryPoints:
    """Looked up once: the more distributions there are, the longer it takes."""
    return entry_points(group=GROUP)
