"""Codes that open something: drawn at random, read from paper, impossible to guess.

A code has 26 characters of an alphabet of 32 without I, L, O and U (Crockford's): 130 bits. At a million tries a second,
all day, a county with a million codes given out would see the first hit after some 10 to the 19 years.
"""

import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 26
ENTROPY_BITS = LENGTH * 5  # an alphabet of 32 carries five bits a character
GROUP = 5  # characters between two dashes, as printed

_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_BETWEEN = re.compile(r"[\s\-‐-―－_.]+")


def new_code() -> str:
    """A code nobody has had and nobody can guess."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def read_code(text: str) -> str:
    """A code as somebody typed it: any case, with or without dashes, O for 0; empty where it can be none."""
    folded = _BETWEEN.sub("", text).upper().translate(_READ_AS)
    return folded if len(folded) == LENGTH and not set(folded) - set(ALPHABET) else ""


def in_groups(code: str) -> str:
    """A code as it is printed: K7Q2M-…"""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))
