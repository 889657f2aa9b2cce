"""Who may sign in, from the command line."""

import pytest

from domain.accounts.second_factor import STEP_SECONDS, code_of
from domain.accounts.throttling import Client
from domain.errors import CodeNeeded, SignInRefused
from tests.web.commands.conftest import ALEX, ROBIN, Enroll
from web import bootstrap

JO = "jo@redwood.example"
LONG = "a password of some length"
ADD_JO = ("user", "add", JO, "Jo Field", "000341=enroll", "000512=View")


def can_sign_in(enroll: Enroll, email: str, password: str) -> bool:
    with bootstrap.opened(enroll.settings) as services:
        try:
            services.access.sign_in(email, password)
        except SignInRefused:
            return False
    return True


def test_somebody_new_can_sign_in(enroll: Enroll) -> None:
    """With the password from standard input, and the roles that were given."""
    ended = enroll(*ADD_JO, stdin=f"{LONG}\n")
    assert (ended.status, ended.err) == (0, "")
    assert ended.out == f"{JO} can sign in now.\n"
    assert can_sign_in(enroll, JO.upper(), LONG)
    assert not can_sign_in(enroll, JO, f"{LONG}\n")
    (jo,) = (one for one in enroll("user", "list", "--json").json if one["email"] == JO)
    assert jo == {
        "email": JO,
        "name": "Jo Field",
        "grants": {"000341": "enroll", "000512": "view"},
    }


def test_a_short_password_is_refused(enroll: Enroll) -> None:
    """Also when it comes from nowhere; nobody is added."""
    for typed in ("too short\n", ""):
        ended = enroll(*ADD_JO, stdin=typed)
        assert (ended.status, ended.out) == (1, "")
        assert ended.err == "A password has at least 15 characters.\n"
    assert JO not in enroll("user", "list").out


def test_an_e_mail_is_one_persons(enroll: Enroll) -> None:
    """The command for changing what they may do is named."""
    ended = enroll("user", "add", ALEX, "Another Alex", "000341=view", stdin=f"{LONG}\n")
    assert ended.status == 1
    assert "enroll user grant" in ended.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("add", "jo at redwood", "Jo", "000341=view"),
        ("add", "jo@", "Jo", "000341=view"),
        ("add", JO, "Jo", "000341"),
        ("add", JO, "Jo", "=view"),
        ("add", JO, "Jo", "000341=everything"),
        ("add", JO, "Jo"),
        ("grant", ALEX),
        ("revoke", ALEX),
        ("revoke", ALEX, "000341", "--all"),
    ],
)
def test_what_makes_no_sense_is_not_done(enroll: Enroll, arguments: tuple[str, ...]) -> None:
    """It is told how the command is used."""
    ended = enroll("user", *arguments, stdin=f"{LONG}\n")
    assert (ended.status, ended.out) == (2, "")
    assert ended.err.startswith("usage: enroll user")


def test_everybody_is_listed(enroll: Enroll) -> None:
    """By e-mail, with their roles."""
    lines = enroll("user", "list").out.splitlines()
    assert lines[0].split() == ["E-mail", "Name", "Roles"]
    assert [line.split()[0].split("@")[0] for line in lines[1:]] == ["alex", "kim", "pat", "robin"]
    assert lines[1].endswith("000341=administer, 000512=enroll")


def test_roles_are_given_and_taken(enroll: Enroll) -> None:
    """Each answer says what somebody has by then."""
    ended = enroll("user", "grant", ROBIN, "000341=enroll", "000777=administer")
    assert ended.out == f"{ROBIN} has 000341=enroll, 000777=administer.\n"
    ended = enroll("user", "revoke", ROBIN.upper(), "000341")
    assert ended.out == f"{ROBIN} has 000777=administer.\n"
    ended = enroll("user", "revoke", ROBIN, "000341")
    assert (ended.status, ended.err) == (1, f"{ROBIN} has no role for 000341.\n")
    ended = enroll("user", "revoke", ROBIN, "--all")
    assert ended.out == f"{ROBIN} has no role any more.\n"


def test_a_group_that_is_not_there_is_told(enroll: Enroll) -> None:
    """It may come later; most often it is a slip."""
    ended = enroll("user", "grant", ROBIN, "00341=enroll", "000512=view")
    assert ended.status == 0
    assert ended.err == "The carrier has no group 00341 now.\n"


def test_somebody_can_be_added_while_the_carrier_is_away(
    enroll: Enroll, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the groups are not known then."""
    monkeypatch.setenv("ENROLL_REGISTRY", "http")
    monkeypatch.setenv("ENROLL_REGISTRY_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("ENROLL_REGISTRY_TOKEN", "t" * 40)
    ended = enroll(*ADD_JO, stdin=f"{LONG}\n")
    assert ended.status == 0
    assert ended.err.startswith("The carrier cannot be reached, so it is not known whether")


def test_a_new_password_takes_the_place_of_the_old(enroll: Enroll) -> None:
    """From then on only the new one is right."""
    enroll(*ADD_JO, stdin=f"{LONG}\n")
    ended = enroll("user", "password", JO, stdin=f"another {LONG}\n")
    assert ended.out == f"{JO} has a new password, and is signed out everywhere.\n"
    assert not can_sign_in(enroll, JO, LONG)
    assert can_sign_in(enroll, JO, f"another {LONG}")


def test_a_new_password_leaves_the_second_factor_on(enroll: Enroll) -> None:
    """Whoever talks an operator into one does not get in with it alone."""
    enroll(*ADD_JO, stdin=f"{LONG}\n")
    with bootstrap.opened(enroll.settings) as services:
        found = services.access.resume(services.access.sign_in(JO, LONG))
        assert found is not None
        session, jo = found
        secret = services.second_factors.begin(jo)
        step = int(services.clock.now().timestamp()) // STEP_SECONDS
        services.second_factors.turn_on(jo, session, code_of(secret, step), Client("192.0.2.1"))
    enroll("user", "password", JO, stdin=f"another {LONG}\n")
    with bootstrap.opened(enroll.settings) as services, pytest.raises(CodeNeeded):
        services.access.sign_in(JO, f"another {LONG}")


@pytest.mark.parametrize(
    "arguments", [("grant", JO, "000341=view"), ("revoke", JO, "--all"), ("password", JO)]
)
def test_nobody_of_that_name_is_told(enroll: Enroll, arguments: tuple[str, ...]) -> None:
    """With the command that adds them."""
    ended = enroll("user", *arguments, stdin=f"{LONG}\n")
    assert (ended.status, ended.out) == (1, "")
    assert ended.err.startswith(f"Nobody with the e-mail {JO} is there. Add them with:")


def test_a_lost_second_factor_is_taken_away(enroll: Enroll) -> None:
    """They are told so, whether or not they had one."""
    ended = enroll("user", "reset-second-factor", ALEX.upper())
    assert ended.out == f"{ALEX} has no second factor any more, and is signed out everywhere.\n"
    assert enroll("user", "reset-second-factor", JO).status == 1


def test_who_somebody_is_with_the_provider_is_forgotten(enroll: Enroll) -> None:
    """Where they ever came through it."""
    never = enroll("user", "unlink", ALEX)
    assert (never.status, never.out) == (1, "")
    assert never.err == f"{ALEX} never signed in through an identity provider.\n"
    with bootstrap.opened(enroll.settings) as services:
        whose = services.administrators.find(ALEX).id
        with services.access._persistence.writing() as uow:
            assert uow.subjects.link("https://id.redwood.example", "7", whose)
            uow.commit()
    ended = enroll("user", "unlink", ALEX.upper())
    assert ended.out == f"Who {ALEX} is with the identity provider is forgotten.\n"
    assert enroll("user", "unlink", ALEX).status == 1


def test_somebody_is_disabled_and_enabled(enroll: Enroll) -> None:
    """In between, the right password is a wrong one."""
    right = "correct horse battery"
    ended = enroll("user", "disable", ROBIN.upper())
    assert ended.out == f"{ROBIN} cannot sign in any more, and is signed out everywhere.\n"
    assert not can_sign_in(enroll, ROBIN, right)
    assert enroll("user", "enable", ROBIN).out == f"{ROBIN} can sign in again.\n"
    assert can_sign_in(enroll, ROBIN, right)
    assert enroll("user", "disable", JO).status == 1
