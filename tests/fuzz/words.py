"""What goes into markup where something else belongs: extremes, oddities and tricks."""

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

EXTREMES = [
    "", " ", "0", "-0", "-1", "1", "2", "007", "1.5", "1e3", "1E400", "-1e-400", "NaN", "Infinity",
    "inf", "0x10", "1_000", "+1", "٣", "²", "１", "true", "false", "2958465", "2958466", "60",
    "0.5", "255", "256", "65535", "65536", "16384", "16385", "1048576", "1048577", "2147483648",
    "4294967296", "99999999999999999999", "9" * 5000, "A1", "A0", "$A$1", "a1", "XFD1048576",
    "XFE1", "ZZZ9", "AAAA1", "A1:XFD1048576", "B2:A1", "A:A", "1:1", "A1:B2 C3", "#REF!", "=1+1",
    "_x0041_", "_x0000_", "_xD83D_", "_xD83D__xDE00_", "_x005F_x0041_", "\u200b", "\u202e", "\xa0",
    "\ufffe", "\U0001f600", "e\u0301", "a" * 32_768, "../../etc/passwd",
    "/xl/worksheets/sheet2.xml", "http://localhost/x", "file:///etc/passwd", "2026-12-01",
    "2026-12-01T08:30:00Z", "24:00", "s", "str", "inlineStr", "b", "e", "d", "n", "hidden",
    "veryHidden", "preserve", "shared", "array", "dataTable", "External", "yyyy", "General",
    "00000", "[h]:mm", '"d"0', "rId1", "rId2", "Enrollment Data",
]  # fmt: skip

REFERENCES = [
    "&amp;", "&lt;", "&gt;", "&quot;", "&apos;", "&amp;amp;", "&#65;", "&#x41;", "&#0;", "&#8;",
    "&#xD83D;", "&#xFFFE;", "&#x1F600;", "&#99999999;", "&nbsp;", "&a;", "&", "&#;", "&lt", "]]>",
]  # fmt: skip

PIECES = [
    "<!-- said by nobody -->", "<!---->", "<!-- -- -->", "<?excel said nothing?>",
    "<![CDATA[ 1 < 2 & 3 ]]>", "<![CDATA[]]>", '<![CDATA[<c r="A1"><v>1</v></c>]]>', "\n\t ",
    "text between", "\x00", "\x0b", "<", ">", "<x", '<c r="B2"><v>7</v></c>', "<c><v>8</v></c>",
    '<row r="3"/>', '<row r="9" hidden="true"><c r="A9"><v>9</v></c></row>', "<row>", "</row>",
    "<v/>", "<v>1</v>", "<f/>", "<f>1</f>", '<f t="shared" si="0">A1</f>', "<t>more</t>",
    "<is><t>in</t></is>", '<rPh sb="0" eb="1"><t>aid</t></rPh>', "<si/>",
    "<si><t>another</t></si>", "<sheetData/>",
    '<sheetData><row r="5"><c r="A5"><v>5</v></c></row></sheetData>',
    '<mergeCell ref="A1:XFD1048576"/>', '<mergeCells><mergeCell ref="A2:B3"/></mergeCells>',
    '<col min="1" max="16384" hidden="1"/>', '<c r="C2" t="s"><v>0</v></c>',
    '<c r="D2" t="s"><v>-1</v></c>', '<x:c xmlns:x="urn:x" r="A2"/>', '<xf numFmtId="14"/>',
    '<numFmt numFmtId="1" formatCode="yyyy"/>',
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    '<mc:Choice Requires="x"><c r="E2"><v>1</v></c></mc:Choice></mc:AlternateContent>',
]  # fmt: skip

DOCTYPES = [
    "<!DOCTYPE x>", '<!DOCTYPE x [<!ENTITY a "b">]>', '<!DOCTYPE x SYSTEM "file:///etc/passwd">',
    "<!doctype x>", '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://localhost/x">%p;]>',
]  # fmt: skip

DECLARATIONS = [
    "", '<?xml version="1.0"?>', "<?xml version='1.0' encoding='utf-8'?>", '<?xml version="1.1"?>',
    '<?xml version="1.0" encoding="UTF-7"?>', '<?xml version="1.0" encoding="latin-1"?>',
    '<?xml version="1.0" encoding="utf-16"?>', '<?xml version="1.0" encoding="US-ASCII"?>',
    '<?xml version="1.0" encoding=""?>', '\ufeff<?xml version="1.0" encoding="UTF-8"?>',
    '<?xml version="1.0" standalone="yes" encoding="UTF-8"?>', ' <?xml version="1.0"?>',
    '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\r\n', "\ufeff",
]  # fmt: skip

NAMESPACES = [
    'xmlns=""', 'xmlns="urn:x"', 'xmlns:x="urn:x"', 'xmlns:xml="urn:x"', 'xmlns:x=""',
    f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"',
    'xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"',
]  # fmt: skip

ENCODINGS = [
    "utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "latin-1", "cp037", "utf-7",
]  # fmt: skip
