"""What each act writes into the audit trail: one event of its own, or none where it fails."""

from collections.abc import Callable
from typing import Any

import pytest

from domain.accounts.access import ABSOLUTE_LIMIT, IDLE_LIMIT, Role
from domain.audit import Act
from domain.errors import (
    AlreadyUploaded,
    FileRefused,
    SignInRefused,
)
from domain.services.accounts.administrators import Administrators
from domain.services.agreements import Document
from domain.services.operating import Operating
from domain.submission import Status
from tests.documents import PDF
from tests.fakes.accounts.passwords import FakeHasher
from tests.unit.domain.rows import child, subscriber
from tests.unit.services.site import ALEX, PASSWORD, ROBIN, Site
from tests.unit.services.trail import trail, written


def test_an_upload_is_written_down(site: Site) -> None:
    """With how many are ready, have errors and are rejected."""
    batches = []

    def upload() -> None:
        rows = subscriber(), child(gender=None)
        batches.append(site.upload(*rows).batch.id)

    (told,) = written(site, upload)
    counts = {"ready": 1, "errors": 1, "rejected": 0}
    assert told == ("Uploaded", "alex", "000341", f"batch {batches[0]}", batches[0], counts)


def test_a_refused_file_is_written_down(site: Site) -> None:
    """By the code of its refusal; the earlier batch where the file was uploaded already."""

    def refuse(**how: Any) -> Callable[[], None]:
        def upload() -> None:
            with pytest.raises(FileRefused):
                site.upload(**how)

        return upload

    assert written(site, refuse(content=b"not a workbook")) == [
        ("File refused", "alex", "000341", "", "", {"code": "unknown"})
    ]
    content = site.workbook(subscriber())
    earlier = site.upload(content=content).batch.id
    told = ("File refused", "alex", "000341", f"batch {earlier}", earlier)
    assert written(site, refuse(content=content)) == [(*told, {"code": "already_uploaded"})]


def test_the_same_file_twice_at_once_is_written_down(site: Site) -> None:
    """One upload and one refusal."""
    content = site.workbook(subscriber())
    site.while_keeping.meanwhile = lambda: site.upload(content=content)
    with pytest.raises(AlreadyUploaded):
        site.upload(content=content)
    assert [one.act for one in trail(site)] == [Act.UPLOADED, Act.FILE_REFUSED]


def test_checking_a_file_is_no_act(site: Site) -> None:
    """Nothing is kept of it."""
    content = site.workbook(subscriber())
    how = {"group_id": "000341", "region": "NCAL", "file_name": "Hires.xlsx"}
    assert written(site, lambda: site.uploads.check(ALEX, content=content, **how)) == []


def test_acts_on_an_application_are_written_down(site: Site) -> None:
    """Each once, by what was done to which of what batch; an edit by its fields, never what was
    typed."""
    (one,) = site.uploaded(subscriber())
    about = ("alex", "000341", f"application {one.id}", one.batch_id)
    mending = site.mending

    def version() -> int:
        return site.now(one).version

    assert written(site, lambda: site.edit(one, first_name=None, city=None)) == [
        ("Edited", *about, {"fields": "city, first_name", "verdict": "error"})
    ]
    assert written(site, lambda: mending.save_for_later(ALEX, one.id, version())) == [
        ("Saved for later", *about, {})
    ]
    assert written(site, lambda: mending.delete(ALEX, one.id, version())) == [
        ("Deleted", *about, {})
    ]
    assert written(site, lambda: mending.restore(ALEX, one.id, version())) == [
        ("Undid a deletion", *about, {})
    ]


def test_an_edit_of_one_is_no_act_on_the_others(site: Site) -> None:
    """Though the others are checked again, and may stand on another tab."""
    head, _ = site.uploaded(subscriber(), child())
    told = written(site, lambda: site.edit(head, gender=None))
    assert [(what, subject) for what, _, _, subject, *_ in told] == [
        ("Edited", f"application {head.id}")
    ]


def test_deleting_all_is_written_down_of_each(site: Site) -> None:
    """So that it is found from the application as from the batch."""
    good, bad, worse = site.uploaded(
        subscriber(),
        subscriber(family_number="2", ssn="801-12-9999", first_name="Bea", gender=None),
        subscriber(family_number="3", ssn="801-12-9998", first_name="Cal", gender=None),
    )
    told = written(site, lambda: site.mending.delete_errors(ALEX, good.batch_id))
    about = [("Deleted", "alex", "000341", f"application {one.id}") for one in (bad, worse)]
    assert [one[:4] for one in told] == about


def test_submissions_are_written_down(site: Site) -> None:
    """Each with its confirmation ID; then the carrier's answers, by nobody."""
    head, kid = site.uploaded(subscriber(), child())
    told = written(site, lambda: site.submitting.submit_ready(ALEX, head.batch_id))
    ids = {one.id: site.now(one).confirmation_id for one in (head, kid)}
    assert told == [
        *(
            (
                *("Submitted", "alex", "000341", f"application {one.id}", one.batch_id),
                {"confirmation": ids[one.id]},
            )
            for one in (head, kid)
        )
    ]
    answers = written(site, site.deliver)
    assert {(what, who, about) for what, who, _, about, *_ in answers} == {
        ("Answered by the carrier", "", f"application {one.id}") for one in (head, kid)
    }
    assert answers[0][-1]["confirmation"] == ids[head.id]
    assert answers[0][-1]["status"] in set(Status)
    assert "words" not in answers[0][-1]


def test_a_carrier_that_is_away_answers_nothing(site: Site) -> None:
    """Trying is no act of theirs."""
    (one,) = site.uploaded(subscriber())
    site.submit(one)
    site.registry.unreachable = True
    assert written(site, site.deliver) == []


def test_operators_acts_are_written_down(site: Site) -> None:
    """With where the submission stands then; those that are refused are not."""
    operating = Operating(site.persistence, site.clock, site.ids)
    (one,) = site.uploaded(subscriber())
    (submission,) = site.submit(one)
    told = written(site, lambda: list(operating.ask_again([submission])))
    assert [(what, who, about) for what, who, _, about, *_ in told] == [
        ("Had the carrier asked", "", f"application {one.id}")
    ]
    assert [one[0] for one in written(site, lambda: list(operating.send_again([submission])))] == [
        "Had sent again"
    ]
    site.deliver()
    assert written(site, lambda: list(operating.send_again([submission]))) == []


def test_agreements_are_written_down(site: Site) -> None:
    """What was kept, of the subscriber's application; what was refused, by its code; and who
    has looked at one."""
    (one,) = site.uploaded(subscriber())
    attach = site.agreements.attach
    documents = {one.id: Document("signed.pdf", PDF)}
    strays = [Document("family 1.pdf", b"nothing"), Document("unnamed.pdf", PDF)]
    told = written(site, lambda: attach(ALEX, one.batch_id, documents, strays))
    with site.persistence.reading() as uow:
        (agreement,) = uow.agreements.of_application(one.id)
    about = ("alex", "000341", f"application {one.id}", one.batch_id)
    batch = ("alex", "000341", f"batch {one.batch_id}", one.batch_id)
    assert told == [
        ("Uploaded an agreement", *about, {"agreement": agreement.id}),
        ("Agreement refused", *batch, {"code": "type"}),
        ("Agreement refused", *batch, {"code": "no_family"}),
    ]
    assert written(site, lambda: site.agreements.document(ROBIN, agreement.id)) == [
        ("Downloaded an agreement", "robin", *about[1:], {"agreement": agreement.id})
    ]


def test_downloads_are_written_down(site: Site) -> None:
    """A template of its group; transactions of each group that they are of."""
    assert written(site, lambda: site.groups.template(ALEX, "NCAL", "000341")) == [
        ("Downloaded a template", "alex", "000341", "", "", {})
    ]
    told = written(site, lambda: site.history.all_transactions(ALEX))
    assert [(one[0], one[2]) for one in told] == [
        ("Downloaded transactions", "000341"),
        ("Downloaded transactions", "000512"),
    ]


def test_sessions_are_written_down(site: Site) -> None:
    """Beginning, being taken over, signed out of, and running out: each end once."""
    access = site.access
    tokens: list[str] = []

    def sign_in(previous: str | None = None) -> Callable[[], None]:
        return lambda: tokens.append(access.sign_in("alex@redwood.example", PASSWORD, previous))

    assert written(site, sign_in()) == [("Signed in", "alex", "", "", "", {})]
    assert [one[:2] for one in written(site, sign_in(tokens[0]))] == [
        ("Session ended", "alex"),
        ("Signed in", "alex"),
    ]
    assert written(site, lambda: access.resume(tokens[1])) == []
    assert [one[0] for one in written(site, lambda: access.sign_out(tokens[1]))] == ["Signed out"]
    assert written(site, lambda: access.sign_out(tokens[1])) == []
    sign_in()()
    site.clock.advance(min(IDLE_LIMIT, ABSOLUTE_LIMIT))
    assert [one[0] for one in written(site, lambda: access.resume(tokens[2]))] == ["Session ended"]
    assert written(site, lambda: access.resume(tokens[2])) == []


def test_a_refused_sign_in_is_written_down(site: Site) -> None:
    """With whose it would have been, if anybody's; never what was typed."""

    def refused(email: str) -> Callable[[], None]:
        def sign_in() -> None:
            with pytest.raises(SignInRefused):
                site.access.sign_in(email, "wrong")

        return sign_in

    assert written(site, refused(ALEX.email)) == [("Sign-in refused", "alex", "", "", "", {})]
    assert written(site, refused("nobody@x.example")) == [("Sign-in refused", "", "", "", "", {})]


def test_what_users_may_do_is_written_down(site: Site) -> None:
    """Of each group that it is about, unless nothing changes there."""
    service = Administrators(site.persistence, FakeHasher(), site.ids, site.clock)
    added = []

    def add() -> None:
        grants = {"000341": Role.VIEW, "000777": Role.ENROLL}
        added.append(service.add("new@x.example", "New", grants, "a long password"))

    told = written(site, add)
    whose = f"administrator {added[0].id}"
    assert told == [
        ("Added a user", "", "", whose, "", {}),
        ("Gave a role", "", "000341", whose, "", {"role": "view"}),
        ("Gave a role", "", "000777", whose, "", {"role": "enroll"}),
    ]
    more = {"000341": Role.VIEW, "000777": Role.ADMINISTER}
    assert written(site, lambda: service.grant("new@x.example", more)) == [
        ("Gave a role", "", "000777", whose, "", {"role": "administer"})
    ]
    assert written(site, lambda: service.revoke("new@x.example", ["000777"])) == [
        ("Took a role", "", "000777", whose, "", {})
    ]
    assert written(site, lambda: service.set_password("new@x.example", "another password")) == [
        ("Set a password", "", "", whose, "", {})
    ]
