"""The good uploads that everything begins with: small, and with every kind of cell in them."""

import re
from functools import cache

from tests.contract.spreadsheet import CARRIER, REDWOOD
from tests.workbooks import DATA_PART, TEMPLATES, package, parts

TEXTS = "xl/sharedStrings.xml"
BOOK_RELS = "xl/_rels/workbook.xml.rels"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_BOOK, _TYPES = "xl/workbook.xml", "[Content_Types].xml"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHARED_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"

# What is typed, stored and left over in templates that come back.
_ROWS = """
<row r="2" spans="1:42"><c r="A2"><v>1</v></c><c r="B2" t="inlineStr"><is><t>Subscriber</t></is></c>
<c r="G2" s="4"><v>46357</v></c><c r="M2" t="inlineStr"><is><t xml:space="preserve"> Núñez &amp; Co
</t></is></c><c r="N2" t="inlineStr"><is><r><t>Mar</t></r><r><rPr><b/></rPr><t>ía</t></r><rPh sb="0"
 eb="1"><t>aid</t></rPh></is></c><c r="W2" t="str"><v>94_x0036_07</v></c></row><row r="3" hidden="1"
><c r="A3" s="1"/><c r="B3" t="b"><v>1</v></c><c r="C3" t="e"><v>#REF!</v></c><c r="G3" s="4"><v>
46357.25</v></c><c r="K3"><f>A2+1</f><v>2</v></c><c r="L3"><f>A2*2</f></c><c r="M3" t="d"><v>
2026-12-01</v></c></row><row r="4" s="2" customFormat="1"/><row r="7"><c r="A7"><f t="shared"
 ref="A7:B7" si="0">A2*2</f></c><c r="B7"><f t="shared" si="0"/></c><c r="N7" t="inlineStr"><is><t
>Under</t></is></c><c r="O7"><v>-1.5E-3</v></c></row><row><c><v>12</v></c><c/><c t="str"><v>=1</v>
</c></row>
""".replace("\n", "")
_PLAIN_ROWS = "".join(
    f'<row r="{row}"><c r="A{row}" s="1"><v>{row}</v></c><c r="B{row}" t="inlineStr"><is>'
    f'<t>Child</t></is></c><c r="G{row}" s="4"><v>{46000 + row}</v></c><c r="M{row}"'
    f' t="inlineStr"><is><t>Name &lt;{row}&gt;</t></is></c></row>'
    for row in range(2, 8)
)
_MERGED = '<mergeCells count="2"><mergeCell ref="A7:B8"/><mergeCell ref="N2:P3"/></mergeCells>'


HOW_MANY = 3


@cache
def uploads() -> tuple[bytes, ...]:
    """Filled templates: with plain markup; with odd markup and a copy of the tab; and the same with
    shared texts."""
    template = TEMPLATES.write(CARRIER, REDWOOD)
    odd = _with_a_copy(_filled(template, _ROWS, _MERGED))
    return _filled(template, _PLAIN_ROWS), odd, _with_shared_texts(odd)


def _filled(template: bytes, rows: str, merged: str = "") -> bytes:
    """The template with these rows; of what is long in it, and is never read, a little."""
    contents = parts(template)
    sheet = contents[DATA_PART].decode()
    header = re.search(r'<row r="1".*?</row>', sheet, re.DOTALL)
    assert header
    sheet = re.sub(r"<dataValidations.*</dataValidations>", "", sheet, flags=re.DOTALL)
    sheet = re.sub(
        r"<sheetData>.*</sheetData>",
        lambda _: f"<sheetData>{header[0]}{rows}</sheetData>{merged}",
        sheet,
        flags=re.DOTALL,
    )
    contents[DATA_PART] = re.sub(
        r"(<cols>(?:<col [^>]*>){6})(?:<col [^>]*>)*", r"\1", sheet
    ).encode()
    for name in ("xl/theme/theme1.xml", "xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml"):
        contents[name] = _beginning(contents[name].decode()).encode()
    return package(contents)


def _beginning(part: str) -> str:
    """A part with no more than its first thirty rows."""
    rows = re.findall(r"<row .*?</row>", part, re.DOTALL)
    return part.replace("".join(rows[30:]), "")


def _with_a_copy(workbook: bytes) -> bytes:
    """The same upload with its tab copied, as people do before they change something."""
    contents = parts(workbook)
    contents["xl/worksheets/sheet4.xml"] = contents[DATA_PART]
    sheet = '<sheet name="Enrollment Data (2)" sheetId="9" r:id="rId98"/>'
    contents[_BOOK] = contents[_BOOK].replace(b"</sheets>", f"{sheet}</sheets>".encode())
    relation = f'<Relationship Id="rId98" Type="{_RELATIONS}/worksheet"'
    _add(contents, BOOK_RELS, f'{relation} Target="worksheets/sheet4.xml"/>')
    return package(contents)


def _with_shared_texts(workbook: bytes) -> bytes:
    """The same upload as Excel itself writes it: with its texts in a part of their own."""
    contents = parts(workbook)
    texts: list[str] = []

    def shared(found: re.Match[str]) -> str:
        texts.append(f"<si>{found[2]}</si>")
        return f'{found[1]} t="s"><v>{len(texts) - 1}</v></c>'

    contents[DATA_PART] = re.sub(
        r'(<c r="[A-Z]+\d+"(?: s="\d+")?) t="inlineStr"><is>(.*?)</is></c>',
        shared,
        contents[DATA_PART].decode(),
    ).encode()
    contents[TEXTS] = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<sst xmlns="{_MAIN}" count="{len(texts)}">{"".join(texts)}</sst>'
    ).encode()
    _add(
        contents,
        BOOK_RELS,
        f'<Relationship Id="rId99" Type="{_RELATIONS}/sharedStrings" Target="{TEXTS[3:]}"/>',
    )
    _add(contents, _TYPES, f'<Override PartName="/{TEXTS}" ContentType="{_SHARED_TYPE}"/>')
    return package(contents)


def _add(contents: dict[str, bytes], name: str, element: str) -> None:
    """One more element at the end of a part's root."""
    part, root, end = contents[name].decode().rpartition("</")
    contents[name] = f"{part}{element}{root}{end}".encode()
