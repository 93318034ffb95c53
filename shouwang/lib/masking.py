"""How personal facts are shown to those who need not see them whole (DOMAIN 6.3)."""

import re

from shouwang.lib.names import name_key, surname
from shouwang.lib.phones import national

STAR = "*"

_BUILDING = re.compile(r"^.*?(?:[0-9A-Za-z一二三四五六七八九十甲乙丙丁东西南北]+(?:号楼|#楼|号院|栋|幢|座|楼|棟))")
_PLACE = re.compile(r"^.*(?:村|社区|小区|组|屯|庄|路|街|巷|胡同|镇|乡|院|苑|園|园)(?=.)")
_NUMBER = re.compile(r"[0-9０-９]")


def mask_name(name: str) -> str:
    """张*: the family name and one star, however long the rest is."""
    return surname(name_key(name)) and name[: len(surname(name_key(name)))] + STAR


def mask_document(number: str) -> str:
    """4116**********001X; of shorter documents the first and the last two characters stay."""
    head, tail = (4, 4) if len(number) >= 15 else (1, 2)
    return _between(number, head, tail)


def mask_phone(number: str) -> str:
    """169****0001 from an E.164 number; of a landline the area code and the last two digits stay."""
    shown = national(number)
    return _between(shown, 4, 2) if shown.startswith("0") else _between(shown, 3, 4)


def mask_address(address: str) -> str:
    """The address down to the building; without one, down to the street, village or group, never the door."""
    if building := _BUILDING.match(address):
        return _cut(address, building.end())
    number = _NUMBER.search(address)
    before = address[: number.start()] if number else address
    place = _PLACE.match(before + (STAR if number else ""))
    return _cut(address, place.end() if place else min(len(before), 6))


def _cut(address: str, at: int) -> str:
    return address if at >= len(address) else address[:at] + STAR


def _between(text: str, head: int, tail: int) -> str:
    """The text with stars between its first and last characters; only stars when it is too short to hide anything."""
    hidden = len(text) - head - tail
    return text[:head] + STAR * hidden + text[-tail:] if hidden > 0 else STAR * len(text)
