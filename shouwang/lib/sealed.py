"""Sealed texts: encrypted at rest, opened on purpose, found again by a keyed index (DESIGN 4).

A sealed text is AES-256-GCM: 4 bytes that name the key, 12 bytes nonce, ciphertext, 16 bytes tag; its purpose
("document", "phone") is authenticated with it, so that a value cannot be moved into another column. The index is
HMAC-SHA256 over purpose and text, cut to 16 bytes: equal texts have equal indexes, and nobody without the key can try
numbers against it.
"""

import hashlib
import hmac
import os
from collections.abc import Iterable
from functools import cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

KEY_BYTES = 32
KEY_NAME_BYTES = 4
NONCE_BYTES = 12
INDEX_BYTES = 16


class CannotOpen(Exception):
    """The text was sealed with a key that is not there, or was changed. Says nothing of its content."""


class Sealed:
    """A sealed text as a column holds it. It shows itself to nobody; ``Seal.open`` gives the text."""

    __slots__ = ("content",)

    def __init__(self, content: bytes) -> None:
        self.content = bytes(content)

    def __repr__(self) -> str:
        return "Sealed(…)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sealed) and other.content == self.content

    def __hash__(self) -> int:
        return hash(self.content)


class Seal:
    """Seals with the first key, opens with any: a new key goes in front, the old ones stay until all is sealed anew."""

    def __init__(self, keys: Iterable[bytes], index_key: bytes) -> None:
        named = [(_key_name(key), AESGCM(key)) for key in keys]
        if not named or len(index_key) != KEY_BYTES:
            raise ValueError(f"sealing needs at least one key and an index key of {KEY_BYTES} bytes")
        self._name, self._cipher = named[0]
        self._ciphers = dict(named)
        self._index_key = index_key

    def __repr__(self) -> str:
        return "Seal(…)"

    def close(self, purpose: str, text: str) -> Sealed:
        """The text, sealed. Never twice the same bytes."""
        return self.close_bytes(purpose, text.encode())

    def close_bytes(self, purpose: str, content: bytes) -> Sealed:
        """Bytes (a file), sealed."""
        nonce = os.urandom(NONCE_BYTES)
        return Sealed(self._name + nonce + self._cipher.encrypt(nonce, content, purpose.encode()))

    def open(self, purpose: str, sealed: Sealed) -> str:
        """The text of a sealed value. Raises CannotOpen."""
        return self.open_bytes(purpose, sealed).decode()

    def open_bytes(self, purpose: str, sealed: Sealed) -> bytes:
        """The bytes of a sealed value. Raises CannotOpen."""
        name, rest = sealed.content[:KEY_NAME_BYTES], sealed.content[KEY_NAME_BYTES:]
        cipher = self._ciphers.get(name)
        if cipher is None:
            raise CannotOpen("the key of this value is not there")
        try:
            return cipher.decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], purpose.encode())
        except InvalidTag:
            raise CannotOpen("the value was changed, or belongs to another column") from None

    def is_current(self, sealed: Sealed) -> bool:
        """Whether the value was sealed with the key now in use."""
        return sealed.content.startswith(self._name)

    def index(self, purpose: str, text: str) -> bytes:
        """The keyed index of a text, 16 bytes."""
        return hmac.digest(self._index_key, f"{purpose}\0{text}".encode(), "sha256")[:INDEX_BYTES]


@cache
def seal() -> Seal:
    """The seal of this process: ``SEALING_KEY`` and ``INDEX_KEY``, and ``RETIRED_SEALING_KEYS`` for opening only."""
    return Seal([settings.SEALING_KEY, *getattr(settings, "RETIRED_SEALING_KEYS", ())], settings.INDEX_KEY)


class _Bytes(models.Field):
    """A column of bytes. Not Django's own, whose placeholders keep a batch from being written in one array each."""

    def get_internal_type(self) -> str:
        """What the database calls it."""
        return "BinaryField"


class SealedText(_Bytes):
    """A column of a sealed text. It takes and gives ``Sealed``; a plain text is refused without being shown."""

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> Sealed | None:
        return None if value is None else Sealed(value)

    def get_prep_value(self, value: Any) -> bytes | None:
        if value is None:
            return None
        if isinstance(value, Sealed):
            return value.content
        raise TypeError(f"{self.name} takes a Sealed value")


class KeyedIndex(_Bytes):
    """A column of keyed indexes, for equality only."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", INDEX_BYTES)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> bytes | None:
        return None if value is None else bytes(value)


def _key_name(key: bytes) -> bytes:
    if len(key) != KEY_BYTES:
        raise ValueError(f"a sealing key has {KEY_BYTES} bytes")
    return hashlib.sha256(b"name of a sealing key" + key).digest()[:KEY_NAME_BYTES]
