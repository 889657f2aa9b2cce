"""A second factor: codes that an app on somebody's telephone counts by the time (RFC 6238), and
recovery codes on paper for when that is lost."""

import base64
import hashlib
import hmac
from datetime import datetime, timedelta

import msgspec

STEP_SECONDS = 30
DIGITS = 6
SECRET_BYTES = 20
RECOVERY_CODES = 10
RECOVERY_BYTES = 15
SET_UP_WITHIN = timedelta(minutes=15)

# A clock that is a little off is forgiven one step either way.
_DRIFT = (0, -1, 1)
# What the letters of base 32 are read as by hand.
_READ_AS = str.maketrans("018", "OIB")


class SecondFactor(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody's app. ``secret`` is shared with it, in base 32; ``confirmed_at`` is None until a
    first code has shown that it is set up; ``last_step`` is that of the last code taken."""

    administrator_id: str
    secret: str
    begun_at: datetime
    confirmed_at: datetime | None = None
    last_step: int = -1

    def open(self, now: datetime) -> bool:
        """Whether it can still be confirmed: what somebody else may have seen an hour ago is no
        secret."""
        return self.confirmed_at is None and now < self.begun_at + SET_UP_WITHIN

    def step_of(self, typed: str, now: datetime) -> int | None:
        """The step whose code was typed, spaces aside; None when it is wrong or was used."""
        code = "".join(typed.split())
        if len(code) != DIGITS or not (code.isascii() and code.isdigit()):
            return None
        current = int(now.timestamp()) // STEP_SECONDS
        for step in (current + drift for drift in _DRIFT):
            if hmac.compare_digest(code_of(self.secret, step), code) and step > self.last_step:
                return step
        return None


def code_of(secret: str, step: int) -> str:
    """The code of a step, counted since 1970 (RFC 4226, section 5.3)."""
    digest = hmac.digest(base64.b32decode(secret), step.to_bytes(8, "big"), hashlib.sha1)
    start = digest[-1] & 0xF
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFF_FFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def secret_of(random: bytes) -> str:
    """Random bytes as apps take them."""
    return base64.b32encode(random).decode()


def recovery_code_of(random: bytes) -> str:
    """Random bytes as people write them down: ABCD-EFGH-IJKL-MNOP-QRST-UVWX."""
    text = base64.b32encode(random).decode().rstrip("=")
    return "-".join(text[at : at + 4] for at in range(0, len(text), 4))


def recovery_hash(typed: str) -> str:
    """What is kept of a recovery code, however it was typed: its SHA-256 in hex. It has too much
    chance in it to be found by trying: 112 bits are enough (NIST SP 800-63B-4, 3.1.2)."""
    letters = "".join(one for one in typed.upper() if one.isalnum()).translate(_READ_AS)
    return hashlib.sha256(letters.encode(errors="replace")).hexdigest()
