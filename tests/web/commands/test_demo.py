"""The demonstration's folder."""

from pathlib import Path

import pytest

from domain.accounts.access import Role
from domain.errors import SignInRefused
from web import bootstrap, demo
from web.settings import Settings

LONG = "a password of some length"


def can_sign_in(settings: Settings, email: str, password: str) -> bool:
    with bootstrap.opened(settings) as services:
        try:
            services.access.sign_in(email, password)
        except SignInRefused:
            return False
    return True


def test_a_second_run_keeps_the_data_and_a_reset_does_not(tmp_path: Path) -> None:
    """Who was given a role keeps it, until the demonstration starts over."""
    settings = demo.settings_in(tmp_path)
    demo.prepare(settings)
    with bootstrap.opened(settings) as services:
        services.administrators.add("new@redwood.example", "Jo", {"000341": Role.VIEW}, LONG)
    again = demo.settings_in(tmp_path)
    demo.prepare(again)
    assert again == settings
    assert can_sign_in(again, "new@redwood.example", LONG)

    foreign = tmp_path / "notes.txt"
    foreign.write_text("not the demonstration's")
    demo.reset(tmp_path)
    anew = demo.settings_in(tmp_path)
    demo.prepare(anew)
    assert anew.secret_key != settings.secret_key
    assert not can_sign_in(anew, "new@redwood.example", LONG)
    assert can_sign_in(anew, "alex@redwood.example", "correct horse battery")
    assert foreign.exists()


@pytest.mark.parametrize("name", ["a b", "c%20d", "e#f", "g?h", "i%(x)s", "o'neil"])
def test_the_folder_may_have_any_name(tmp_path: Path, name: str) -> None:
    """All that the demonstration keeps is in its folder, whatever that is called."""
    settings = demo.settings_in(tmp_path / name)
    demo.prepare(settings)
    assert [one.name for one in tmp_path.iterdir()] == [name]
    assert {"site.sqlite3", "registry.sqlite3"} <= {one.name for one in (tmp_path / name).iterdir()}
    assert can_sign_in(settings, "alex@redwood.example", "correct horse battery")


def test_the_secret_is_for_its_owner_alone(tmp_path: Path) -> None:
    """Nobody else on the machine can read the file, nor look into the folder."""
    demo.settings_in(tmp_path / "demo")
    assert (tmp_path / "demo").stat().st_mode & 0o077 == 0
    assert (tmp_path / "demo" / "secret-key").stat().st_mode & 0o077 == 0
