"""Forms as browsers send them, and as nobody should."""

import contextlib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar import Litestar, Request, Response, post
from litestar.testing import TestClient

from web.forms import Form, FormUnreadable, SentFile, form_of

BOUNDARY = "multipart/form-data; boundary=x"


class Desk:
    """Takes forms in and keeps the last one."""

    def __init__(self) -> None:
        self.form: Form | None = None

        @post("/", status_code=200)
        async def take(request: Request[Any, Any, Any]) -> Response[str]:
            self.form = None
            try:
                self.form = await form_of(request)
            except FormUnreadable:
                return Response("unreadable", status_code=400)
            return Response("taken")

        self.app = Litestar(
            [take], openapi_config=None, logging_config=None, request_max_body_size=100_000
        )


@pytest.fixture(scope="module")
def desk() -> Iterator[tuple[Desk, TestClient[Litestar]]]:
    desk = Desk()
    with TestClient(desk.app) as client:
        yield desk, client


Asked = tuple[Desk, TestClient[Litestar]]


def test_fields_come_as_they_were_typed(desk: Asked) -> None:
    """Every value of a name is there, in order, accents and spaces included."""
    taker, client = desk
    client.post("/", data={"name": [" Zoë  Ångström ", "second"], "empty": ""})
    assert taker.form is not None
    assert taker.form.text("name") == " Zoë  Ångström "
    assert taker.form.all("name") == [" Zoë  Ångström ", "second"]
    assert taker.form.text("empty", "default") == ""
    assert taker.form.text("absent", "default") == "default"
    assert not taker.form.ticked("empty")
    assert taker.form.ticked("name")


def test_files_come_with_their_bytes(desk: Asked) -> None:
    """Several files of one name are all there; folders of the sender's machine are not."""
    taker, client = desk
    sent = [
        ("file", ("C:\\Users\\ana\\Zoë.xlsx", b"\x00\xff one")),
        ("file", ("two.pdf", b"two")),
        ("other", ("three.png", b"")),
    ]
    client.post("/", data={"region": "CA"}, files=sent)
    assert taker.form is not None
    assert taker.form.files("file") == [
        SentFile("Zoë.xlsx", b"\x00\xff one"),
        SentFile("two.pdf", b"two"),
    ]
    assert taker.form.file("other") == SentFile("three.png", b"")
    assert taker.form.text("region") == "CA"
    assert taker.form.text("file") == ""


def test_no_file_chosen_is_no_file(desk: Asked) -> None:
    """Browsers send an empty part with an empty name for a file input left alone."""
    taker, client = desk
    body = b'--x\r\nContent-Disposition: form-data; name="file"; filename=""\r\n\r\n\r\n--x--\r\n'
    client.post("/", content=body, headers={"Content-Type": BOUNDARY})
    assert taker.form == Form()


def test_fields_of_a_prefix(desk: Asked) -> None:
    """An edit form's fields are found by what they have in common."""
    taker, client = desk
    client.post("/", data={"f.first_name": "Ana", "f.ssn": "", "v": "3"})
    assert taker.form is not None
    assert taker.form.under("f.") == {"first_name": "Ana", "ssn": ""}
    assert taker.form.number("v") == 3


@pytest.mark.parametrize("text", ["", "x", "-1", "1.5", "²", "٣", "9" * 20, "1_0"])
def test_a_number_of_ours_that_was_changed_is_refused(text: str) -> None:
    """What a page put there comes back as it was, or the form is not ours."""
    with pytest.raises(FormUnreadable):
        Form(texts={"v": [text]}).number("v")


def test_nul_characters_are_dropped(desk: Asked) -> None:
    """No keyboard types them, and some databases refuse them."""
    taker, client = desk
    client.post("/", data={"name": "A\0na"})
    assert taker.form is not None
    assert taker.form.text("name") == "Ana"


def test_a_body_beyond_the_limit_is_read_to_its_end(desk: Asked) -> None:
    """A browser shows the answer only when all it sends is taken."""
    _, client = desk
    assert client.post("/", data={"a": "x" * 200_000}).status_code == 413


pieces = st.lists(
    st.sampled_from(
        [
            b"--x",
            b"--x--",
            b"\r\n",
            b"\r\n\r\n",
            b"Content-Disposition: form-data",
            b'; name="a"',
            b'; filename="f"',
            b"Content-Type: text/plain; charset=utf-7",
            b"Transfer-Encoding: chunked",
            b"\xff",
        ]
    )
    | st.binary(max_size=20),
    max_size=20,
).map(b"".join)


@given(body=pieces, kind=st.sampled_from([BOUNDARY, "application/x-www-form-urlencoded"]))
def test_no_body_makes_the_server_fail(desk: Asked, body: bytes, kind: str) -> None:
    """A body is a form, or it is unreadable; there is no third way."""
    _, client = desk
    with contextlib.closing(
        client.post("/", content=body, headers={"Content-Type": kind})
    ) as answer:
        assert answer.status_code in (200, 400)


def test_a_files_name_is_what_it_looks_like(desk: Asked) -> None:
    """Without characters that turn the direction of writing and so dress up its ending."""
    taker, client = desk
    client.post("/", files={"file": ("hires\u202egnp.xlsx", b"x")})
    assert taker.form is not None
    file = taker.form.file("file")
    assert file is not None
    assert file.name == "hiresgnp.xlsx"
