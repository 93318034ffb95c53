"""The keys papers are signed with: one a county, derived from the secret ``signing``, which is kept apart from the database."""

from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from shouwang.papers.models import CountyKey
from shouwang.places import reads as places

PURPOSE = b"shouwang papers "
SEED_BYTES = 32
VERIFY_PATH = "verify/"


def county_key(code: str) -> Ed25519PrivateKey:
    """The private key of a county (six digits of its code): every county of an installation has its own."""
    derived = HKDF(algorithm=SHA256(), length=SEED_BYTES, salt=None, info=PURPOSE + code.encode())
    return Ed25519PrivateKey.from_private_bytes(derived.derive(settings.SIGNING_KEY))


def key_named(code: str, name: bytes) -> Ed25519PublicKey | None:
    """A published key of a county by its name; none where this installation never signed with it."""
    found = CountyKey.objects.filter(code=code, name=name.hex()).first()
    return Ed25519PublicKey.from_public_bytes(bytes.fromhex(found.public_key)) if found else None


def published_keys() -> list[dict[str, Any]]:
    """Every key papers were signed with: county, its name, the key in hexadecimal, since when."""
    rows = list(CountyKey.objects.order_by("code", "since", "pk"))
    names = places.names(filter(None, (places.path_of(row.code) for row in rows)))
    by_code = {row.code: names.get(places.path_of(row.code) or "", "") for row in rows}
    return [
        {"county": row.code, "name": by_code[row.code], "key": row.public_key, "key_name": row.name, "since": row.since.date().isoformat()}
        for row in rows
    ]


def verify_address(token: str = "") -> str:
    """The public page that verifies; with a token the one that verifies it, in capital letters for a smaller QR code."""
    base = settings.PUBLIC_ADDRESS.rstrip("/")
    return f"{base}/{VERIFY_PATH}{token}".upper() if token else f"{base}/{VERIFY_PATH}"
