"""Characters that XML cannot hold, as workbooks write them."""

import re

ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def unescaped(text: str) -> str:
    """Text with its ``_x000D_`` escapes resolved (ECMA-376, ST_Xstring), surrogates paired."""
    if "_x" not in text:
        return text
    text = ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    if any("\ud800" <= one <= "\udfff" for one in text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
