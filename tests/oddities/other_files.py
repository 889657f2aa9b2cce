"""Files of other kinds, and workbooks of other flavours, whatever their names say."""

from tests.oddities.edits import BOOK, TYPES, adding, part
from tests.oddities.oddity import Make, refused
from tests.oddities.people import TYPED, filled
from tests.workbooks import package, parts

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
STRICT = {
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main":
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships":
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
}  # fmt: skip


def compound(*streams: str) -> Make:
    """A compound file, as Excel kept workbooks until 2003, with streams of these names."""
    named = b"".join(f"{name}\0".encode("utf-16-le") for name in streams)
    return lambda _: OLE + bytes(504) + named


def declared(content_type: str) -> Make:
    """The people's workbook, declared as another type."""
    return part(TYPES, lambda markup: markup.replace(XLSX, content_type))


def content(text: bytes) -> Make:
    return lambda _: text


def holding(contents: dict[str, bytes]) -> Make:
    return lambda _: package(contents)


def strict(template: bytes) -> bytes:
    """The people's workbook in the words of the strict standard."""
    contents = parts(filled(template))
    for old, new in STRICT.items():
        contents = {name: one.replace(old, new) for name, one in contents.items()}
    contents[BOOK] = contents[BOOK].replace(b"<workbook ", b'<workbook conformance="strict" ')
    return package(contents)


COMMAS = "\r\n".join(
    [",".join(TYPED[0]), *(",".join(map(str, person.values())) for person in TYPED)]
)
TABLE = f"<html><body><table><tr><td>{COMMAS}</td></tr></table></body></html>"
SHEET_2003 = '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MACROS = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"

ODDITIES = (
    refused("An older workbook, .xls", compound("Workbook"), "xls"),
    refused("A workbook protected with a password", compound("EncryptionInfo", "EncryptedPackage"),
            "password_protected"),
    refused("A document of Word 2003", compound("WordDocument"), "office_document"),
    refused("A binary workbook, .xlsb",
            holding({TYPES: b"<Types>application/vnd.ms-excel.sheet.binary.macroEnabled.main"
                            b"</Types>", "xl/workbook.bin": b"\x83\x01"}), "xlsb"),
    refused("A template of Excel's own, .xltx", declared(XLSX.replace("sheet.", "template.")),
            "xltx"),
    refused("A strict Open XML workbook", strict, "strict_xlsx"),
    refused("A macro-enabled workbook, .xlsm", declared(MACROS), "macro_enabled"),
    refused("Macros in an .xlsx", adding("xl/vbaProject.bin"), "macro_enabled"),
    refused("Macro sheets as Excel 4 had them", adding("xl/macrosheets/sheet1.xml", b"<xm/>"),
            "macro_enabled"),
    refused("An embedded file", adding("xl/embeddings/oleObject1.bin"), "embedded_objects"),
    refused("An embedded file under another name", adding("xl/media/image1.png", OLE + b"1"),
            "embedded_objects"),
    refused("Buttons and other controls", adding("xl/activeX/activeX1.xml", b"<ax/>"),
            "embedded_objects"),
    refused("An OpenDocument spreadsheet, .ods",
            holding({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
                     "content.xml": b"<office:document-content/>"}), "ods"),
    refused("An Apple Numbers spreadsheet", holding({"Index/Document.iwa": b"\0\1"}), "numbers"),
    refused("Text with commas, .csv", content(COMMAS.encode()), "csv"),
    refused("Text with commas, in UTF-16", content(COMMAS.encode("utf-16")), "csv"),
    refused("A web page that is called .xls", content(TABLE.encode()), "html"),
    refused("An XML spreadsheet of Excel 2003", content(SHEET_2003.encode()), "xml"),
    refused("A PDF", content(b"%PDF-1.7\n"), "pdf"),
    refused("A document of Word", holding({TYPES: f"<Types>{WORD}</Types>".encode()}),
            "office_document"),
    refused("A ZIP archive with the workbook in it",
            lambda template: package({"members.xlsx": filled(template)}), "zip"),
    refused("A picture", content(b"\x89PNG\r\n\x1a\n\x00\x00"), "unknown"),
    refused("A file with nothing in it", content(b""), "empty"),
)  # fmt: skip
