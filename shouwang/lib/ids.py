"""Record ids: UUID version 7 (RFC 9562), made where the fact is seen, sortable by time."""

import secrets
from uuid import UUID

from shouwang.lib import clocks


def uuid7() -> UUID:
    """A new id: 48 bits of milliseconds, then 74 random bits."""
    milliseconds = int(clocks.now().timestamp() * 1000) & (1 << 48) - 1
    value = milliseconds << 80 | 0x7 << 76 | secrets.randbits(12) << 64 | 0b10 << 62 | secrets.randbits(62)
    return UUID(int=value)
