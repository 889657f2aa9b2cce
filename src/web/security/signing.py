"""Recognising what was given to a browser when it comes back."""

import hashlib
import hmac


class Signer:
    """Signs texts under a key made of the installation's secret for one purpose: what was signed
    for another purpose, or by another installation, counts for nothing."""

    def __init__(self, purpose: str, secret_key: str) -> None:
        self._key = hashlib.sha256(f"{purpose}\0{secret_key}".encode()).digest()

    def signature(self, text: str) -> str:
        """64 characters."""
        return hmac.digest(self._key, text.encode(errors="replace"), "sha256").hex()

    def match(self, text: str, signature: str) -> bool:
        """Compared in constant time, whatever was sent as a signature."""
        return hmac.compare_digest(
            self.signature(text).encode(), signature.encode(errors="replace")
        )
