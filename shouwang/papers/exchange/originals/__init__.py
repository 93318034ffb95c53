"""The templates as shipped: one file a kind, and ``house.typ``, which all of them share."""

from functools import cache
from pathlib import Path

HOUSE = "house"
FOLDER = Path(__file__).parent


@cache
def original(kind: str) -> str:
    """The template of a kind as shipped."""
    return (FOLDER / f"{kind}.typ").read_text("utf-8")


def house() -> str:
    """What all templates share: letterhead, tables, QR code, place of the seal."""
    return original(HOUSE)
