"""What the objects of a PDF may say: the names of ISO 32000-2 for pages and what is on them."""

import re
from collections.abc import Iterator

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
    StreamObject,
)

from domain.documents.refusals import refused

# What a file as a whole may have.
_OF_THE_FILE = {
    *("/Type", "/Version", "/Extensions", "/Pages", "/PageLabels", "/Names", "/Dests", "/Lang"),
    *("/ViewerPreferences", "/PageLayout", "/PageMode", "/Outlines", "/Threads", "/OpenAction"),
    *("/AcroForm", "/Metadata", "/StructTreeRoot", "/MarkInfo", "/OutputIntents", "/PieceInfo"),
    *("/OCProperties", "/Perms", "/Legal", "/DSS", "/LastModified", "/ID"),
    # Written there by some, where nobody looks for it
    *("/Info", "/Title", "/Author", "/Creator", "/Producer", "/CreationDate", "/ModDate"),
}
_TYPES = {
    *("Catalog", "Pages", "Page", "PageLabel", "Outlines", "OutlineItem", "Metadata", "Group"),
    *("Font", "FontDescriptor", "Encoding", "CMap", "XObject", "ExtGState", "Pattern", "Shading"),
    *("Halftone", "Mask", "Border", "Annot", "StructTreeRoot", "StructElem", "MCR", "OBJR"),
    *("Namespace", "OCG", "OCMD", "OutputIntent", "ObjStm", "XRef", "Sig", "DocTimeStamp"),
    *("SigRef", "SigFieldLock", "TransformParams", "DSS", "VRI", "Extensions"),
    *("DeveloperExtensions", "Thread", "Bead", "Viewport", "Measure", "PtData", "Trans"),
    *("Pagination", "Layout", "Background", "Info", "DestOutputProfileRef", "CIDFont"),
    # No kinds of the standard's, but written by some
    *("ParentTree", "NumberTree", "NameTree", "Names", "RoleMap", "ClassMap", "Resources"),
    *("Resource", "Function", "ColorSpace", "Dest", "Field", "AcroForm", "MarkInfo"),
    *("ViewerPreferences", "Stream", "FontFile", "FontFile2", "FontFile3", "ProcSet"),
}
_SUBTYPES = {
    # Fonts and their programs, pictures, other parts of pages
    *("Type0", "Type1", "MMType1", "Type3", "TrueType", "CIDFontType0", "CIDFontType2"),
    *("Type1C", "CIDFontType0C", "OpenType", "Image", "Form", "XML", "Luminosity", "Artwork"),
    *("Header", "Footer", "Watermark", "BatesN", "PageNum", "Technical", "RL", "GEO"),
    # Notes on pages; what is filled in and signed
    *("Link", "Text", "FreeText", "Line", "Square", "Circle", "Polygon", "PolyLine", "Highlight"),
    *("Underline", "Squiggly", "StrikeOut", "Caret", "Stamp", "Ink", "Popup", "Widget", "Redact"),
    *("TrapNet", "PrinterMark"),
}
# Names that only programs, other files and other places are under.
_ACTIVE = {
    *("/AA", "/JS", "/JavaScript", "/XFA", "/URI", "/URIS", "/EF", "/RF", "/UF", "/AF"),
    *("/EmbeddedFiles", "/EmbeddedFile", "/Collection", "/Renditions", "/Rendition", "/PA"),
    *("/AlternatePresentations", "/RichMediaContent", "/RichMediaSettings", "/RichMedia"),
    *("/Launch", "/SubmitForm", "/ImportData", "/Movie", "/Sound", "/3DD", "/3DA", "/3DV"),
    *("/FFilter", "/FDecodeParms", "/OPI", "/SpiderInfo", "/Requirements", "/Templates", "/PS"),
}
_ACTIONS = {
    *("GoToR", "GoToE", "GoToDp", "Launch", "Thread", "URI", "Sound", "Movie", "Hide", "Named"),
    *("SubmitForm", "ResetForm", "ImportData", "JavaScript", "SetOCGState", "Rendition", "Trans"),
    *("GoTo3DView", "RichMediaExecute", "NOP", "SetState"),
}
_UNSEEN = re.compile("[\0-\x1f\x7f-\x9f]")
_KINDS = ("/Type", "/Subtype", "/S")
_NEXT = ("/A", "/OpenAction", "/Next")


def check_contents(one: PdfObject, reader: PdfReader) -> None:
    """Raises DocumentRefused where an object, or one within it, does something, brings something
    along, leads out of the file, or is of a kind that is not known."""
    for dictionary in _dictionaries(one):
        if "/Encrypt" in dictionary:
            raise refused("locked")
        if not _ACTIVE.isdisjoint(dictionary):
            raise refused("active")
        _check_kinds(dictionary)
        for key in _NEXT:
            _check_action(_resolved(dictionary, key, reader))
        _check_file(dictionary, reader)
        if "/Pages" in dictionary or dictionary.get("/Type") == "/Catalog":
            _check_whole(dictionary, reader)
        root = _resolved(dictionary, "/Root", reader)
        if isinstance(root, DictionaryObject):
            _check_whole(root, reader)


def _dictionaries(one: PdfObject) -> Iterator[DictionaryObject]:
    """Those in an object; what it refers to is looked at on its own."""
    left: list[object] = [one]
    while left:
        match left.pop():
            case DictionaryObject() as dictionary:
                yield dictionary
                left += dict.keys(dictionary)
                left += dict.values(dictionary)
            case ArrayObject() as array:
                left += list.__iter__(array)
            case NameObject() as name if _UNSEEN.search(name):
                # For some programs a name ends there, for others not.
                raise refused("not_plain")


def _resolved(dictionary: DictionaryObject, key: str, reader: PdfReader) -> PdfObject | None:
    if key not in dictionary:
        return None
    value = dictionary.raw_get(key)
    return reader.get_object(value) if isinstance(value, IndirectObject) else value


def _check_kinds(dictionary: DictionaryObject) -> None:
    for key in _KINDS:
        # Nobody writes a kind elsewhere, or as a text. Tables of hints have a number of that name.
        if key in dictionary and not isinstance(dictionary.raw_get(key), NameObject | NumberObject):
            raise refused("not_plain")
    kind, own, does = (_name(dictionary, key) for key in _KINDS)
    if does in _ACTIONS:
        raise refused("active")
    if (kind and kind not in _TYPES) or (own and own not in _SUBTYPES):
        raise refused("not_plain")


def _name(dictionary: DictionaryObject, key: str) -> str:
    value = dictionary.raw_get(key) if key in dictionary else None
    return str(value)[1:] if isinstance(value, NameObject) else ""


def _check_action(value: PdfObject | None) -> None:
    """A way to a page; of no kind, it is something else."""
    if isinstance(value, DictionaryObject) and _name(value, "/S") not in ("", "GoTo"):
        raise refused("active")


def _check_file(dictionary: DictionaryObject, reader: PdfReader) -> None:
    """What is called F is another file, unless it is flags, or a font that somebody called so."""
    value = _resolved(dictionary, "/F", reader)
    flags = isinstance(value, NumberObject | FloatObject)
    font = isinstance(value, DictionaryObject) and _name(value, "/Type") == "Font"
    if value is not None and (isinstance(dictionary, StreamObject) or not (flags or font)):
        raise refused("active")


def _check_whole(catalog: DictionaryObject, reader: PdfReader) -> None:
    names = _resolved(catalog, "/Names", reader)
    if not _OF_THE_FILE.issuperset(catalog):
        raise refused("not_plain")
    if isinstance(names, DictionaryObject) and set(names) - {"/Dests"}:
        raise refused("active")
