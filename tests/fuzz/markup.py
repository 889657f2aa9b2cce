"""Changes to a part's markup: what other programs, other people and attackers do to XML."""

import re
from collections.abc import Callable
from random import Random

from tests.fuzz import words

MOST = 400_000  # characters that a part may grow to

_TOKEN = re.compile(r"<!\[CDATA\[.*?\]\]>|<!--.*?-->|<[^>]*>|[^<]+|<", re.DOTALL)
_ATTRIBUTE = re.compile(r'\s[\w:.-]+\s*=\s*(?:"[^"]*"|\'[^\']*\')')
_NAME = re.compile(r"</?([\w:.-]+)")
_OPENING = re.compile(r"<[A-Za-z]")
_DIGITS = re.compile(r"\d+")


def tokens_of(part: bytes) -> list[str]:
    """Tags, comments and texts, one after another; joined, they are the part again."""
    return _TOKEN.findall(part.decode("utf-8", "surrogateescape"))


def joined(tokens: list[str]) -> bytes:
    """The part of these tokens, cut where it has grown beyond all measure."""
    return "".join(tokens)[:MOST].encode("utf-8", "surrogateescape")


def _somewhere(tokens: list[str], rng: Random) -> int:
    """A token's place; in a sheet mostly one in its rows, below the headers."""
    rows = [place for place, token in enumerate(tokens) if token.startswith("<row")][1:]
    if rows and rng.random() < 0.75:
        return rng.randrange(rows[0], len(tokens))
    return rng.randrange(len(tokens))


def _element(tokens: list[str], rng: Random) -> tuple[int, int]:
    """Where some element begins, and where what follows it does."""
    start = _somewhere(tokens, rng)
    while start and not _OPENING.match(tokens[start]):
        start -= 1
    depth = 0
    for end in range(start, len(tokens)):
        token = tokens[end]
        if token.startswith("</"):
            depth -= 1
        elif _OPENING.match(token) and not token.endswith("/>"):
            depth += 1
        if depth <= 0:
            return start, end + 1
    return start, len(tokens)


def _tag(tokens: list[str], rng: Random) -> int:
    """Where some opening tag is, one with attributes if there is such a one nearby."""
    start = _somewhere(tokens, rng)
    near = range(start, min(start + 12, len(tokens)))
    return next((at for at in near if _ATTRIBUTE.search(tokens[at])), start)


def twice(tokens: list[str], rng: Random) -> None:
    """An element, and the same again."""
    start, end = _element(tokens, rng)
    tokens[start:start] = tokens[start:end]


def gone(tokens: list[str], rng: Random) -> None:
    """An element less."""
    start, end = _element(tokens, rng)
    del tokens[start:end]


def moved(tokens: list[str], rng: Random) -> None:
    """An element elsewhere, maybe within itself."""
    start, end = _element(tokens, rng)
    element = tokens[start:end]
    if rng.random() < 0.7:
        del tokens[start:end]
    place = _somewhere(tokens or [""], rng)
    tokens[place:place] = element


def swapped(tokens: list[str], rng: Random) -> None:
    """Two tokens, each in the other's place."""
    one, other = _somewhere(tokens, rng), _somewhere(tokens, rng)
    tokens[one], tokens[other] = tokens[other], tokens[one]


def unbalanced(tokens: list[str], rng: Random) -> None:
    """A tag or a text less."""
    del tokens[_somewhere(tokens, rng)]


def repeated(tokens: list[str], rng: Random) -> None:
    """An element hundreds or thousands of times."""
    start, end = _element(tokens, rng)
    times = min(rng.choice([20, 101, 501, 5_000]), MOST // (len("".join(tokens[start:end])) + 1))
    tokens[start:start] = tokens[start:end] * times


def nested(tokens: list[str], rng: Random) -> None:
    """An element deep inside of others, of its own name or of another."""
    start, end = _element(tokens, rng)
    name = _NAME.match(tokens[start])
    inside = rng.choice(["x", name[1] if name else "c"])
    depth = rng.choice([1, 2, 98, 101, 5_000])
    tokens[start:end] = [f"<{inside}>" * depth, *tokens[start:end], f"</{inside}>" * depth]


def said(tokens: list[str], rng: Random) -> None:
    """A text that says something else, or an extreme."""
    near = _somewhere(tokens, rng)
    at = next((at for at in range(near, len(tokens)) if tokens[at][0] != "<"), near)
    tokens[at] = rng.choice(words.EXTREMES)


def referred(tokens: list[str], rng: Random) -> None:
    """A reference to an entity or a character, known or not, in a text or a tag."""
    at = _somewhere(tokens, rng)
    place = rng.randrange(len(tokens[at]) + 1)
    tokens[at] = tokens[at][:place] + rng.choice(words.REFERENCES) + tokens[at][place:]


def numbered(tokens: list[str], rng: Random) -> None:
    """Another number wherever there was one."""
    near = _somewhere(tokens, rng)
    at = next((at for at in range(near, len(tokens)) if _DIGITS.search(tokens[at])), near)
    found = list(_DIGITS.finditer(tokens[at]))
    if found:
        start, end = rng.choice(found).span()
        tokens[at] = tokens[at][:start] + rng.choice(words.EXTREMES) + tokens[at][end:]


def attributed(tokens: list[str], rng: Random) -> None:
    """An attribute that is gone, there twice, has another value or is another's."""
    at, other = _tag(tokens, rng), _tag(tokens, rng)
    own, others = _ATTRIBUTE.findall(tokens[at]), _ATTRIBUTE.findall(tokens[other])
    if not own:
        return
    one = rng.choice(own)
    name = one.partition("=")[0]
    instead = [
        "", one * 2, f'{name}="{rng.choice(words.EXTREMES)}"', one.replace('"', "'"),
        one.replace("=", " = "), f" {one}", one + "\n", one.upper(), rng.choice(others or own),
        one + rng.choice(others or own), f' x:{name.strip()}="1"', one.replace('"', ""),
        f'{name}=" {one.partition("=")[2][1:]}',
    ]  # fmt: skip
    tokens[at] = tokens[at].replace(one, rng.choice(instead), 1)


def attributed_anew(tokens: list[str], rng: Random) -> None:
    """An attribute that the element did not have."""
    at = _tag(tokens, rng)
    names = [
        "r",
        "t",
        "s",
        "hidden",
        "si",
        "ref",
        "min",
        "max",
        "spans",
        "xml:space",
        "state",
        "x",
        "ht",
    ]
    tokens[at] = re.sub(
        r"(\s*/?>)$",
        lambda found: f' {rng.choice(names)}="{rng.choice(words.EXTREMES)}"{found[1]}',
        tokens[at],
    )  # fmt: skip


def added(tokens: list[str], rng: Random) -> None:
    """A comment, a section, an element or a piece of one where none belongs."""
    tokens.insert(_somewhere(tokens, rng), rng.choice(words.PIECES))


def renamed(tokens: list[str], rng: Random) -> None:
    """An element in other letters, of another name, or with a prefix of its own."""
    start, end = _element(tokens, rng)
    name = _NAME.match(tokens[start])
    if name is None:
        return
    others = [name[1].upper(), f"x:{name[1]}", "row", "c", "v", "t", "is", "f", "sheetData", "rPh"]
    for at in {start, end - 1}:
        tokens[at] = tokens[at].replace(name[1], rng.choice(others), 1)


def in_namespace(tokens: list[str], rng: Random) -> None:
    """Another namespace for an element, or a prefix for all of them."""
    if rng.random() < 0.3:
        prefixed = [re.sub(r"^<(/?)(?=[A-Za-z])(?!\w+:)", r"<\1x:", token) for token in tokens]
        tokens[:] = [token.replace("xmlns=", "xmlns:x=", 1) for token in prefixed]
        return
    start = rng.choice([_element(tokens, rng)[0], 0, 1 % len(tokens)])
    tokens[start] = re.sub(
        r"^(<[\w:.-]+)", lambda found: f"{found[1]} {rng.choice(words.NAMESPACES)}", tokens[start]
    )


def declared(tokens: list[str], rng: Random) -> None:
    """Another XML declaration, or a document type."""
    if rng.random() < 0.5:
        tokens.insert(rng.choice([0, 1, len(tokens) - 1]), rng.choice(words.DOCTYPES))
    elif tokens[0].startswith("<?xml"):
        tokens[0] = rng.choice(words.DECLARATIONS)
    else:
        tokens.insert(0, rng.choice(words.DECLARATIONS))


def closed(tokens: list[str], rng: Random) -> None:
    """An element with nothing in it, written in one tag or in two."""
    start, end = _element(tokens, rng)
    opening = tokens[start].rstrip("/>").rstrip()
    name = _NAME.match(opening)
    both = f"{opening}></{name[1]}>" if name else opening
    tokens[start:end] = [rng.choice([f"{opening}/>", f"{opening} />", both])]


def encoded(part: bytes, rng: Random) -> bytes:
    """The part in another encoding, which it may or may not declare."""
    text, encoding = part.decode("utf-8", "replace"), rng.choice(words.ENCODINGS)
    if rng.random() < 0.5:
        text = f'<?xml version="1.0" encoding="{encoding}"?>' + text.partition("?>")[2]
    return text.encode(encoding, "replace")


CHANGES: list[Callable[[list[str], Random], None]] = [
    twice, gone, moved, swapped, unbalanced, repeated, nested, said, referred, numbered, attributed,
    attributed_anew, added, renamed, in_namespace, declared, closed,
]  # fmt: skip
