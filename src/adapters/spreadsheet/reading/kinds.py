"""What an uploaded file is, told by its content and never by its name."""

import re

from adapters.spreadsheet.reading.package import Package

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BIFF = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")  # Excel 2 to 4, without a container
_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")
_WORKBOOK = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_TEMPLATE = b"application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml"
_CONTENT_TYPES = "[Content_Types].xml"
_MACRO_TYPES = (b"ms-office.vbaproject", b"ms-excel.macrosheet", b"ms-excel.intlmacrosheet")
_OBJECT_TYPES = (b"ms-office.activex", b"openxmlformats-officedocument.oleobject")
_MACROS = re.compile(r"(^|/)(vbaproject[^/]*\.bin$|macrosheets/|intlmacrosheets/)", re.IGNORECASE)
_OBJECTS = re.compile(r"(^|/)(embeddings|activex)/|(^|/)oleobject[^/]*\.bin$", re.IGNORECASE)

_HTML = re.compile(
    r"(?:(?><!--.*?-->)\s*+)*+<(?:!doctype\s+html|html|head|body|table)\b", re.DOTALL
)


def kind_of(content: bytes) -> str:
    """ "package" for what may be an .xlsx, else the code of a refusal."""
    head = content[:4096]
    if not content:
        return "empty"
    if head.startswith(b"PK"):
        return "package"
    if head.startswith(_OLE):
        return _kind_of_ole(content)
    if head.startswith(_BIFF):
        return "xls"
    if head.startswith(b"%PDF"):
        return "pdf"
    return _kind_of_text(head)


def kind_of_package(package: Package) -> str:
    """ "xlsx" for a workbook without macros or embedded files, else the code of a refusal."""
    if "mimetype" in package and b"opendocument" in package.read("mimetype"):
        return "ods"
    names = package.names()
    if any(name.lower().endswith(".iwa") for name in names) or "Index.zip" in package:
        return "numbers"
    if _CONTENT_TYPES not in package:
        return "zip" if names else "damaged"
    types = package.read(_CONTENT_TYPES).replace(b"\x00", b"")  # UTF-16 read as ASCII
    if b"macroEnabled.main" in types and b"sheet.binary" not in types:
        return "macro_enabled"
    if b"sheet.binary.macroEnabled" in types or "xl/workbook.bin" in package:
        return "xlsb"
    # By name and by declared type; and whatever either says, by content.
    declared = types.lower()
    if any(map(_MACROS.search, names)) or any(map(declared.__contains__, _MACRO_TYPES)):
        return "macro_enabled"
    if any(map(_OBJECTS.search, names)) or any(map(declared.__contains__, _OBJECT_TYPES)):
        return "embedded_objects"
    if any(package.read(name).startswith(_OLE) for name in names):
        return "embedded_objects"
    if _TEMPLATE in types:
        return "xltx"
    if _WORKBOOK not in types:
        return "office_document" if b"officedocument" in types else "zip"
    return "xlsx"


def _kind_of_ole(content: bytes) -> str:
    """Compound files name their streams in UTF-16 ([MS-CFB] 2.6.1)."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "password_protected"
    if any(f"{name}\0".encode("utf-16-le") in content for name in ("Workbook", "Book")):
        return "xls"
    if any(name.encode("utf-16-le") in content for name in ("WordDocument", "PowerPoint")):
        return "office_document"
    return "xls"


def _kind_of_text(head: bytes) -> str:
    utf_16 = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    encoding = "utf-16" if utf_16 else "utf-8-sig"
    text = head.decode(encoding, errors="ignore").lstrip().lower()
    if not head.startswith(_BOMS) and _binary(head):
        return "unknown"
    if _HTML.match(text):
        return "html"
    if text.startswith("<?xml"):
        return "html" if "<html" in text else "xml"
    return "xml" if text.startswith("<") else "csv"


def _binary(head: bytes) -> bool:
    """Whether bytes that no text has are among them."""
    return bool(re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", head))
