"""What an app on a telephone reads from the screen: its secret as a picture."""

from io import BytesIO
from urllib.parse import quote

import segno


def address_of(secret: str, issuer: str, email: str) -> str:
    """The address that apps know secrets by; its form is Google Authenticator's, which all read."""
    label = f"{quote(issuer, safe='')}:{quote(email, safe='@')}"
    return f"otpauth://totp/{label}?secret={secret}&issuer={quote(issuer, safe='')}"


def picture(text: str) -> bytes:
    """A QR code as SVG, dark on light in every colour scheme, since cameras need that."""
    drawn = BytesIO()
    segno.make(text, micro=False, error="m").save(
        drawn, kind="svg", border=4, dark="#000", light="#fff", xmldecl=False, omitsize=True
    )
    return drawn.getvalue()
