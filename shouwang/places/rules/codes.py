"""Official area codes: two digits each for province, prefecture, county, three for township, village (DOMAIN 2.1)."""

import re

from shouwang.lib.paths import LEVELS
from shouwang.lib.refusals import Refused
from shouwang.places.choices import CODE_MALFORMED

CODE_LENGTH = 12
LENGTHS = dict(zip(LEVELS, (2, 4, 6, 9, 12), strict=False))  # of the meaningful part, by level

_CODE = re.compile(r"[1-9][0-9](?:[0-9]{2}(?:[0-9]{2}(?:[0-9]{3}(?:[0-9]{3})?)?)?)?")


def is_code(text: str) -> bool:
    """Whether the text has the form of an official code: 2, 4, 6, 9 or 12 digits."""
    return _CODE.fullmatch(text) is not None


def full_code(text: str) -> str:
    """The code as it is kept: 12 digits, filled with zeros. Raises Refused code_malformed."""
    if not is_code(text):
        raise Refused("code_malformed", CODE_MALFORMED, given=text[:40])
    return text.ljust(CODE_LENGTH, "0")


def short_code(code: str, level: str) -> str:
    """The meaningful part of an official code; an office's own code as it is."""
    return code[: LENGTHS[level]] if level in LENGTHS and is_code(code) else code
