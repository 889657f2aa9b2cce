"""Templates, checks and uploads from the command line."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.web.commands.conftest import ALEX, PAT, ROBIN, Enroll
from tools.samples import ANOTHER, GROUP, SAMPLES, content, employee
from tools.samples import mixed as mixed_rows

FOR_GROUP = ("--group", GROUP)


# The template


def test_a_template_is_written_under_its_own_name(
    enroll: Enroll, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is the group's, as it comes from the page; a check of it finds it empty."""
    monkeypatch.chdir(tmp_path)
    ended = enroll("template", GROUP)
    path = tmp_path / f"Mass Enrollment {GROUP}.xlsx"
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.startswith(f"{path.name} is the template of Redwood Manufacturing")
    refused = enroll("check", path, *FOR_GROUP)
    assert refused.status == 5
    assert "no filled rows" in refused.err


def test_a_filled_in_template_is_not_written_over(enroll: Enroll, tmp_path: Path) -> None:
    """Unless it is meant."""
    path = tmp_path / "mine.xlsx"
    path.write_text("hours of work")
    ended = enroll("template", GROUP, "-o", path)
    assert ended.status == 1
    assert "is there already" in ended.err
    assert path.read_text() == "hours of work"
    assert enroll("template", GROUP, "-o", path, "--force").status == 0
    assert path.read_bytes().startswith(b"PK")


def test_where_nothing_can_be_written_is_said(enroll: Enroll, tmp_path: Path) -> None:
    """With the system's reason."""
    ended = enroll("template", GROUP, "-o", tmp_path / "no folder" / "x.xlsx")
    assert (ended.status, ended.out) == (1, "")
    assert "cannot be written: No such file or directory." in ended.err


# Checking


def test_verdicts_are_a_table(enroll: Enroll, mixed: Path) -> None:
    """Row, person, verdict, cell and what to do; then the counts."""
    ended = enroll("check", mixed, *FOR_GROUP)
    lines = ended.out.splitlines()
    assert lines[0].split("  ")[0] == "Row"
    assert [line.split()[0] for line in lines[1:-1]] == [str(row) for row in range(2, 14)]
    (ready,) = (line for line in lines if line.startswith("2 "))
    assert ready.split()[-1] == "ready"
    (late,) = (line for line in lines if line.startswith("5 "))
    assert "  error  " in late
    assert "  I5  " in late
    assert "Coverage starts on the first of a month." in late
    assert lines[-1] == "4 ready to submit, 5 with errors, 3 rejected."


def test_the_status_says_how_bad_it_is(
    enroll: Enroll, clean: Path, mixed: Path, workbook: Callable[..., Path], today: date
) -> None:
    """0 when every row is ready, 3 with errors, 4 when some are rejected."""
    with_an_error = workbook(employee(1, today), {**employee(2, today), "Gender": "?"})
    assert enroll("check", clean, *FOR_GROUP).status == 0
    assert enroll("check", with_an_error, *FOR_GROUP).status == 3
    assert enroll("check", mixed, *FOR_GROUP).status == 4


def test_verdicts_for_programs(enroll: Enroll, mixed: Path) -> None:
    """Every finding, with its code and severity."""
    found = enroll("check", mixed, *FOR_GROUP, "--json").json
    assert (found["ready"], found["error"], found["rejected"]) == (4, 5, 3)
    assert (found["file"], found["group"], found["uploaded_before"]) == ("mixed.xlsx", GROUP, False)
    rows = {row["row"]: row for row in found["rows"]}
    assert list(rows) == list(range(2, 14))
    assert rows[5]["verdict"] == "error"
    (finding,) = rows[5]["findings"]
    assert finding | {"message": ""} == {
        "cell": "I5",
        "column": "Effective Date",
        "severity": "error",
        "code": finding["code"],
        "message": "",
    }


def test_nothing_is_kept_of_a_check(enroll: Enroll, mixed: Path) -> None:
    """The same file can be uploaded afterwards; after that, a check says that it was."""
    enroll("check", mixed, *FOR_GROUP)
    assert enroll("upload", mixed, *FOR_GROUP, "--as", ALEX).status == 0
    ended = enroll("check", mixed, *FOR_GROUP)
    assert ended.status == 4
    assert "was uploaded for this group before" in ended.err
    assert enroll("check", mixed, *FOR_GROUP, "--json").json["uploaded_before"]


def test_no_number_is_shown(enroll: Enroll, mixed: Path, today: date) -> None:
    """Nobody's Social Security number is in what is printed, nor written otherwise."""
    numbers = {str(row["SSN or ITIN"]) for row in mixed_rows(today)}
    for more in ([], ["--json"]):
        said = enroll("check", mixed, *FOR_GROUP, *more).out.replace("-", "")
        assert not [one for one in numbers if one.replace("-", "") in said]


def test_a_refused_file_has_its_sentence(enroll: Enroll, tmp_path: Path, today: date) -> None:
    """And a status of its own."""
    other, text = tmp_path / "other.xlsx", tmp_path / "text.xlsx"
    other.write_bytes(content(SAMPLES["another-group.xlsx"], today))
    text.write_text("a, b, c")
    ended = enroll("check", other, *FOR_GROUP)
    assert (ended.status, ended.out) == (5, "")
    assert f"This template is for group {ANOTHER}" in ended.err
    assert enroll("check", text, *FOR_GROUP, "--json").status == 5


def test_what_is_not_there_is_said(enroll: Enroll, mixed: Path, tmp_path: Path) -> None:
    """The file, or the group."""
    ended = enroll("check", tmp_path / "none.xlsx", *FOR_GROUP)
    assert (ended.status, ended.out) == (1, "")
    assert "none.xlsx cannot be read: No such file or directory." in ended.err
    ended = enroll("check", mixed, "--group", "999999")
    assert (ended.status, ended.err) == (1, "The carrier has no group 999999.\n")


def test_a_carrier_that_is_away_is_said(
    enroll: Enroll, mixed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a status by which a program knows to come back."""
    monkeypatch.setenv("ENROLL_REGISTRY", "http")
    monkeypatch.setenv("ENROLL_REGISTRY_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("ENROLL_REGISTRY_TOKEN", "t" * 40)
    ended = enroll("check", mixed, *FOR_GROUP)
    assert (ended.status, ended.out) == (6, "")
    assert ended.err.startswith("The carrier cannot be reached right now.")


# Uploading


def test_an_upload_says_what_came_of_it(enroll: Enroll, mixed: Path) -> None:
    """The batch, the counts, and how to go on."""
    ended = enroll("upload", mixed, *FOR_GROUP, "--as", ALEX.upper())
    first, second, third = ended.out.splitlines()
    assert first.endswith(": 4 ready to submit, 5 with errors, 3 rejected.")
    batch = first.split()[1].rstrip(":")
    assert second == "Nothing has been sent to the carrier yet."
    assert f"enroll submit {batch} --as" in third


def test_the_same_file_again_is_meant_or_not(enroll: Enroll, mixed: Path) -> None:
    """It names the batch that there is, and the option."""
    batch = enroll("upload", mixed, *FOR_GROUP, "--as", ALEX, "--json").json["batch"]
    ended = enroll("upload", mixed, *FOR_GROUP, "--as", ALEX)
    assert (ended.status, ended.out) == (5, "")
    assert batch in ended.err
    assert "--again" in ended.err
    again = enroll("upload", mixed, *FOR_GROUP, "--as", ALEX, "--again", "--json")
    assert (again.status, again.json["ready"]) == (0, 4)
    assert again.json["batch"] != batch


@pytest.mark.parametrize(
    ("who", "words"),
    [
        (ROBIN, "Their role for this group does not include this."),
        (PAT, f"{PAT} has no role for group {GROUP}."),
        ("nobody@redwood.example", "Nobody with the e-mail nobody@redwood.example is there."),
    ],
)
def test_roles_are_those_of_the_site(enroll: Enroll, mixed: Path, who: str, words: str) -> None:
    """Whoever may not upload on the page may not here, and the command that changes it is named."""
    ended = enroll("upload", mixed, *FOR_GROUP, "--as", who)
    assert (ended.status, ended.out) == (1, "")
    assert ended.err.startswith(words)
    assert "enroll user" in ended.err
    with_role = enroll("check", mixed, *FOR_GROUP, "--as", who)
    assert (with_role.status, with_role.err) == (ended.status, ended.err)


def test_an_upload_is_somebodys(enroll: Enroll, mixed: Path) -> None:
    """Nothing is kept that nobody answers for."""
    ended = enroll("upload", mixed, *FOR_GROUP)
    assert ended.status == 2
    assert "--as" in ended.err


def test_the_demonstration_can_be_used_too(
    enroll: Enroll, mixed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without any variable but its folder's."""
    monkeypatch.delenv("ENROLL_DATABASE_URL")
    assert enroll("upload", mixed, *FOR_GROUP, "--as", ALEX).status == 1
    ended = enroll("upload", mixed, *FOR_GROUP, "--as", ALEX, "--demo")
    assert ended.status == 0
    assert ended.out.rstrip().endswith("--demo")
