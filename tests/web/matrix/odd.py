"""What nobody sends who means well."""

from collections.abc import Iterator
from urllib.parse import quote

PLAIN = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data; boundary=x"
END = b"\r\n--x--\r\n"


def part(disposition: str, content: bytes, *headers: str) -> bytes:
    more = "".join(f"\r\n{one}" for one in headers)
    return (
        f"--x\r\nContent-Disposition: form-data; {disposition}{more}\r\n\r\n".encode("latin-1")
        + content
    )


BODIES: dict[str, tuple[str, bytes]] = {
    "nothing": ("", b""),
    "a token that is not ASCII": (PLAIN, "csrf_token=é".encode()),
    "a token that is not ASCII, encoded": (PLAIN, b"csrf_token=%C3%A9"),
    "a token of bad UTF-8": (PLAIN, b"csrf_token=%ff%fe"),
    "bytes of bad UTF-8": (PLAIN, b"csrf_token=\xff\xfe&action=\xc0\xaf"),
    "a NUL": (PLAIN, b"csrf_token=%00&action=%00&version=%00"),
    "half an escape": (PLAIN, b"csrf_token=%&action=%4&version=%zz"),
    "too many fields": (PLAIN, b"a=1&" * 5000),
    "deep names": (PLAIN, b"f" + b"[a]" * 5000 + b"=1"),
    "a long name": (PLAIN, b"f." + b"a" * 500_000 + b"=1"),
    "a bogus charset": (f"{PLAIN}; charset=bogus", b"csrf_token=x"),
    "another charset": (f"{PLAIN}; charset=utf-16", "csrf_token=x".encode("utf-16")),
    "too much": (PLAIN, b"note=" + b"x" * 1_100_000),
    "JSON": ("application/json", b'{"csrf_token": {"a": [1, null]}, "version": 1e999}'),
    "JSON that is none": ("application/json", b"{" * 5000),
    "XML": ("application/xml", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'),
    "text": ("text/plain", b"csrf_token=x"),
    "a type that is none": ("no/such/type;;;=", b"csrf_token=x"),
    "bytes as a type": ("\xff\xfe", b"csrf_token=x"),
    "parts without a boundary": ("multipart/form-data", b"csrf_token=x"),
    "an empty boundary": ("multipart/form-data; boundary=", b""),
    "a boundary that is not ASCII": ("multipart/form-data; boundary=\xe9", b""),
    "a boundary that is long": (f"multipart/form-data; boundary={'x' * 5000}", b"--x"),
    "no parts": (PARTS, b""),
    "no part begun": (PARTS, b"nothing of the kind"),
    "parts of another kind": ("multipart/mixed; boundary=x", part('name="a"', b"1") + END),
    "parts cut off": (PARTS, part('name="csrf_token"', b"cut off")),
    "parts cut off in their headers": (PARTS, b"--x\r\nContent-Disposition: form-da"),
    "a part without a name": (PARTS, part("", b"1") + END),
    "a part without headers": (PARTS, b"--x\r\n\r\n1" + END),
    "bad UTF-8 in a part": (PARTS, part('name="csrf_token"', b"\xff\xfe") + END),
    "bad UTF-8 in a name": (PARTS, part('name="\xff\xfe"', b"1") + END),
    "a token as a file": (PARTS, part('name="csrf_token"; filename="t"', b"a") + END),
    "a bogus charset in a part": (
        PARTS,
        part('name="csrf_token"', b"a", "Content-Type: text/plain; charset=bogus") + END,
    ),
    "a bogus encoding in a part": (
        PARTS,
        part('name="csrf_token"', b"a", "Content-Transfer-Encoding: base64") + END,
    ),
    "two files of one name": (
        PARTS,
        2 * (part('name="file"; filename="t"', b"a") + b"\r\n") + END,
    ),
    "a file where a text should be": (
        PARTS,
        part('name="version"; filename="t"', b"1")
        + b"\r\n"
        + part('name="action"; filename="t"', b"save")
        + END,
    ),
    "a name that leads elsewhere": (
        PARTS,
        part('name="file"; filename="../../../etc/passwd"', b"a") + END,
    ),
    "a name with a NUL": (PARTS, part('name="file"; filename="a\0.xlsx"', b"a") + END),
    "a long header in a part": (PARTS, part('name="a"', b"1", "X-Note: " + "x" * 1_000_000) + END),
    "many headers in a part": (PARTS, part('name="a"', b"1", *["X-Note: 1"] * 5000) + END),
    "too many parts": (PARTS, 1001 * (part('name="a"', b"1") + b"\r\n") + END),
}

HUGE = "9" * 30
TEXTS: dict[str, str] = {
    "negative": "-1",
    "minus nothing": "-0",
    "zero": "0",
    "below 32 bits": str(-(2**31) - 1),
    "as low as 64 bits": str(-(2**63)),
    "below 64 bits": str(-(2**63) - 1),
    "larger than 64 bits": str(2**63),
    "as large as 64 bits": str(2**63 - 1),
    "larger than 32 bits": str(2**32),
    "huge": HUGE,
    "thousands of digits": "1" * 5000,
    "a fraction": "1.5",
    "a power": "1e9",
    "infinite": "Infinity",
    "other digits": "٣",
    "a list": "[1, 2]",
    "an object": '{"a": 1}',
    "nothing": "",
    "a blank": " ",
    "a NUL": "a\0b",
    "control characters": "a\x01\x1b[31m\r\nSet-Cookie: a=b\x7f",
    "turned around": "\u202eabc\u2066",
    "half a character": "\ud83d",
    "markup": "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>",
    "a template": "{{ 7919 * 7907 }}{% raw %}${7919*7907}#{7919*7907}",
    "SQL": "' OR 1=1; DROP TABLE applications; -- ",
    "a pattern": "%_\\%' [a-z]*(((((",
    "a path": "../../../../etc/passwd",
    "an address": "//evil.example/",
    "a formula": '=HYPERLINK("https://evil.example")',
    "a format": "%s%n%x{0.__class__}",
    "long": "long" * 2000,
}

# As they stand in a path or a query, where what follows is no text at all.
ENCODED: dict[str, str] = {
    "bad UTF-8": "%ff%fe",
    "UTF-8 that is too long": "%c0%af",
    "half a character, encoded": "%ed%a0%80",
    "half an escape": "%4",
    "a NUL, encoded": "%00",
    "a slash, encoded": "..%2f..%2fetc%2fpasswd",
    "a line, encoded": "a%0d%0aSet-Cookie:%20a=b",
    "encoded twice": "%252e%252e%252f",
}


def encoded() -> Iterator[tuple[str, str]]:
    """All of them, as they stand in an address."""
    for kind, text in TEXTS.items():
        yield kind, quote(text.encode("utf-8", "surrogatepass"), safe="")
    yield from ENCODED.items()


def many_parameters() -> Iterator[str]:
    """Queries around the number of parameters that is still looked at, and far beyond."""
    for number in (50, 51, 1000):
        yield "&".join(f"a{one}=1" for one in range(number))


HEADERS: dict[str, tuple[str, bytes]] = {
    "a token that is no text": ("X-CSRF-Token", b"\xff\xe9"),
    "a cookie that is no text": ("Cookie", b"enroll=\xff\xfe; =; ;;; a"),
    "a thousand cookies": ("Cookie", b"; ".join(b"a%d=1" % one for one in range(1000))),
    "a cookie with quotes": ("Cookie", b'enroll="\\303\\251; enroll-visit="\\'),
    "an odd referrer": ("Referer", b"http://[broken"),
    "a referrer with many parameters": (
        "Referer",
        b"http://localhost/members?" + b"a=1&" * 51,
    ),
    "an odd origin": ("Origin", b"http://[broken"),
    "an odd language": ("Accept-Language", b"\xff;q=x,,,"),
    "an odd encoding": ("Accept-Encoding", b"gzip;q=x, \xff"),
    "an odd kind of answer": ("Accept", b"\xff/\xff;q=,,,"),
    "an odd length": ("Content-Length", b"-1"),
    "a length that is no number": ("Content-Length", b"\xb2"),
    "an odd range": ("Range", b"bytes=99999999999999999999-,,-"),
    "an odd date": ("If-Modified-Since", b"the day before yesterday"),
    "an odd tag": ("If-None-Match", b'W/"\xff'),
    "odd credentials": ("Authorization", b"Bearer \xff\xfe"),
    "an odd part": ("HX-Request-Type", b"\xff\xfe"),
    "an odd address": ("HX-Current-URL", b"http://[broken"),
    "an odd proxy": ("X-Forwarded-For", b"\xff, '; --"),
    "a long header": ("X-Note", b"x" * 60_000),
    "an upgrade": ("Upgrade", b"websocket"),
}
