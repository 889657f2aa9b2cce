"""What a signature is good for."""

import pytest

from web.security.signing import Signer

SIGNER = Signer("purpose", "a secret")
SIGNATURE = SIGNER.signature("text")


def test_what_was_signed_is_known_again() -> None:
    """By whoever has the same secret, for the same purpose."""
    assert Signer("purpose", "a secret").match("text", SIGNATURE)


@pytest.mark.parametrize(
    ("signer", "text"),
    [
        (SIGNER, "another text"),
        (Signer("another purpose", "a secret"), "text"),
        (Signer("purpose", "another secret"), "text"),
    ],
)
def test_a_signature_counts_for_one_text_and_one_purpose(signer: Signer, text: str) -> None:
    """With one secret."""
    assert not signer.match(text, SIGNATURE)


@pytest.mark.parametrize("sent", ["", SIGNATURE[:-1], SIGNATURE.upper(), "é" * 64, "\udcff"])
def test_whatever_else_was_sent_is_no_signature(sent: str) -> None:
    """Characters that nothing of ours has are no failure."""
    assert not SIGNER.match("text", sent)
