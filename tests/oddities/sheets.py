"""How a sheet is written down: the same people in other markup."""

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from tests.oddities.edits import (
    BOOK,
    BOOK_RELS,
    MAIN,
    RELATIONS,
    SHARED,
    STYLES,
    TYPES,
    adding,
    in_cell,
    part,
    placed,
    replacing,
    sheet,
    with_shared_texts,
)
from tests.oddities.oddity import Make, read
from tests.oddities.people import filled, moved
from tests.workbooks import DATA_PART, edit_part, package, parts


def dimension(said: str) -> Make:
    return sheet(lambda markup: re.sub(r"<dimension[^>]*/>", said, markup))


def unplaced(markup: str) -> str:
    """Neither rows nor cells say where they stand."""
    return re.sub(r'<(row|c) r="[A-Z]*\d+"', r"<\1", markup)


def halved(markup: str) -> str:
    """The first person's row in two pieces."""
    return re.sub(r'(?=<c r="J2")', '</row><row r="2">', markup, count=1)


def as_excel_saves(template: bytes) -> bytes:
    """Shared texts, spans, and attributes of later editions that older ones pass over."""

    def change(part: bytes) -> bytes:
        more = (
            b'<worksheet xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
            b'mc:Ignorable="x14ac xr" '
            b'xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac" '
            b'xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision" '
            b'xr:uid="{00000000-0001-0000-0000-000000000000}" '
        )
        row = rb'<row r="\1" spans="1:42" ht="18" customHeight="1" x14ac:dyDescent="0.25">'
        spanned = re.sub(rb'<row r="(\d+)">', row, part)
        head = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
        return head + spanned.replace(b"<worksheet ", more, 1)

    return edit_part(with_shared_texts(filled(template)), change)


def prefixed(markup: str) -> str:
    named = re.sub(r"<(/?)([a-zA-Z])", r"<\1x:\2", markup)
    return named.replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"')


def spread_out(markup: str) -> str:
    """A line for each row and cell."""
    return re.sub(r"(?=<(?:row|c|/row|/sheetData)\b)", "\n  ", markup)


def renamed(template: bytes) -> bytes:
    """A package whose parts have names of their own."""
    names = {"xl/worksheets/sheet1.xml": "xl/worksheets/people.xml", BOOK: "xl/book.xml",
             BOOK_RELS: "xl/_rels/book.xml.rels", STYLES: "xl/looks.xml"}  # fmt: skip
    contents = parts(filled(template))
    renamed = {names.get(name, name): content for name, content in contents.items()}
    for name in (TYPES, "_rels/.rels", "xl/_rels/book.xml.rels"):
        for old, new in names.items():
            short = old.removeprefix("xl/").encode(), new.removeprefix("xl/").encode()
            renamed[name] = renamed[name].replace(*short)
    return package(renamed)


def windows_names(template: bytes) -> bytes:
    contents = parts(filled(template))
    return package(
        {name.replace("/", "\\").replace("sheet1", "Sheet1"): one for name, one in contents.items()}
    )


def archived(compression: int, *, streamed: bool = False, folders: bool = False) -> Make:
    """The people's workbook packed in another way."""

    def make(template: bytes) -> bytes:
        content = Stream() if streamed else BytesIO()
        with ZipFile(content, "w", compression) as archive:
            if folders:
                archive.writestr("xl/", b"")
                archive.writestr("xl/worksheets/", b"")
                archive.comment = b"made by hand"
            for name, one in parts(filled(template)).items():
                archive.writestr(name, one)
        return content.getvalue()

    return make


class Stream(BytesIO):
    """Where nothing that was written can be gone back to."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_: int) -> int:
        raise OSError


def linking(template: bytes) -> bytes:
    """With a part that stands for a workbook on somebody's network."""
    contents = parts(filled(template))
    contents["xl/externalLinks/externalLink1.xml"] = (
        f'<externalLink xmlns="{MAIN}" xmlns:r="{RELATIONS}"><externalBook r:id="rId1"/>'
        "</externalLink>"
    ).encode()
    contents["xl/externalLinks/_rels/externalLink1.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{RELATIONS}/externalLinkPath" TargetMode="External" '
        'Target="http://files.example/staff.xlsx"/></Relationships>'
    ).encode()
    return package(contents)


def without_styles(template: bytes) -> bytes:
    """Without its styles a workbook cannot say which numbers are dates, so they are typed."""
    typed = re.sub(
        r'<c r="([A-Z]+\d)"[^>]*><v>(\d{5})</v></c>',
        lambda found: f'<c r="{found[1]}" t="d"><v>{_iso(int(found[2]))}</v></c>',
        parts(filled(template))[DATA_PART].decode(),
    )
    contents = {**parts(filled(template)), DATA_PART: typed.encode()}
    del contents[STYLES]
    return package(contents)


def _iso(serial: int) -> str:
    from openpyxl.utils.datetime import from_excel

    return str(from_excel(serial).date())


RICH = '<si><r><rPr><b/></rPr><t>{}</t></r><rPh sb="0" eb="1"><t>x</t></rPh></si>'

ODDITIES = (
    read("A sheet that says it is smaller than it is", dimension('<dimension ref="A1:B2"/>')),
    read("A sheet that says it is as large as a sheet can be",
         dimension('<dimension ref="A1:XFD1048576"/>')),
    read("A sheet that says nothing of its size", dimension("")),
    read("Rows written down from the last to the first", placed(2, 3, 4, order=(2, 1, 0))),
    read("Empty rows between the filled ones", placed(2, 7, 190), moved((2, 7, 190)),
         "Rows keep the numbers they have in the workbook."),
    read("A person on the very last row of a sheet", placed(2, 3, 1_048_576),
         moved((2, 3, 1_048_576))),
    read("Rows and cells that do not say where they stand", sheet(unplaced),
         note="They follow one another."),
    read("A row in two pieces", sheet(halved)),
    read("Markup as Excel saves it, with its texts in a shared table", as_excel_saves),
    read("Shared texts with formatting within them and with reading aids",
         lambda template: with_shared_texts(filled(template), RICH)),
    read("Texts kept in the cells, in pieces",
         in_cell("M2", '<c r="M2" t="inlineStr"><is><r><t>Mor</t></r><r><t>eno</t></r></is></c>')),
    read("Texts in CDATA",
         in_cell("M2", '<c r="M2" t="inlineStr"><is><t><![CDATA[Moreno]]></t></is></c>')),
    read("Texts stored as if a formula had made them",
         in_cell("M2", '<c r="M2" t="str"><v>Moreno</v></c>')),
    read("Dates written down in ISO's form",
         in_cell("T4", '<c r="T4" t="d"><v>1990-07-04T00:00:00</v></c>')),
    read("Comments within the markup",
         sheet(lambda markup: markup.replace('<row r="3"', '<!-- one more --><row r="3"', 1))),
    read("Markup with prefixes", sheet(prefixed)),
    read("Markup with a line for each cell", sheet(spread_out)),
    read("Markup in UTF-16",
         lambda template: edit_part(filled(template), lambda one: one.decode().encode("utf-16"))),
    read("Markup that begins with a byte order mark", sheet(lambda markup: "\ufeff" + markup)),
    read("Parts under other names", renamed),
    read("Parts named with backslashes and in capitals", windows_names),
    read("A workbook without a theme",
         lambda template: package({name: one for name, one in parts(filled(template)).items()
                                   if "theme" not in name})),
    read("A workbook without styles", without_styles),
    read("A workbook with thousands of unused styles",
         replacing("</cellStyles>", '<cellStyle name="Old" xfId="0"/>' * 22_000 + "</cellStyles>",
                   STYLES)),
    read("An archive that is not compressed", archived(ZIP_STORED)),
    read("An archive written as a stream", archived(ZIP_DEFLATED, streamed=True)),
    read("An archive with folders and a remark", archived(ZIP_DEFLATED, folders=True)),
    read("A picture, a printer's settings, a thumbnail",
         adding("xl/printerSettings/printerSettings1.bin", b"\x00LETTER")),
    read("A link to another workbook", linking,
         note="The other workbook is never looked at."),
    read("A table of shared texts that nothing points to",
         adding(SHARED, f'<sst xmlns="{MAIN}"><si><t>Nobody</t></si></sst>'.encode())),
    read("Properties of the file that cannot be read",
         part("docProps/custom.xml", lambda markup: markup[:-20]),
         note="The group is told by the other places that name it."),
)  # fmt: skip
