"""Two households of one village that may be one: told by head, door and telephones, whoever wrote them and how."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any
from uuid import UUID

from shouwang.lib import paths
from shouwang.lib.names import name_key
from shouwang.people.choices import HomesSuspected
from shouwang.people.rules.households import GRIDS, PLACE_PARTS
from shouwang.people.rules.suspicions import in_order

MOST_ALIKE = 8  # of one sign that are asked about each with each; of more each is asked about with the first only
_ENDINGS = re.compile("号楼|栋|幢|单元|室|号|房")
_TOKENS = re.compile(r"\d+|[^\W\d_]+")
_DIGIT, _NAMED = re.compile(r"\d"), re.compile(r"[^\d|]")

Pair = tuple[UUID, UUID]
Key = tuple[Any, ...]
Sign = Callable[["Known"], Iterable[Key]]


@dataclass(frozen=True, slots=True)
class Known:
    """What one household is recognised by: its head and its door as different lists write them, folded, its grid if it is
    in one, and the keyed indexes of the telephones in it."""

    id: UUID
    head: str = ""
    spots: frozenset[str] = frozenset()
    grid: str = ""
    phones: frozenset[bytes] = frozenset()


def known(home: Any, phones: Iterable[bytes]) -> Known:
    """A household as it is compared."""
    grid = paths.cut(home.area, "grid") if paths.level(home.area) in GRIDS else ""
    return Known(home.pk, name_key(home.head_name), spots(home), grid, frozenset(phones))


def spots(home: Any) -> frozenset[str]:
    """Its door in forms that compare: 幸福小区, 3栋, 2单元, 501 is 幸福小区3号楼2单元501室. None where no door is told.

    An address without a number is no door: it is the name of a village or a street.
    """
    by_parts = _folded("|".join(getattr(home, part) for part in PLACE_PARTS)) if home.door else ""
    by_address = _folded(home.address)
    return frozenset({by_parts, by_address if _DIGIT.search(by_address) else ""} - {""})


def alike(homes: Sequence[Known]) -> dict[Pair, HomesSuspected]:
    """Pairs among the households of one village that may be one, each with its surest reason.

    Two signs of three (head, door, telephone) make a suspicion; at one door also that nobody is named as the head of one of
    them. A house in which many live (``MOST_ALIKE``) is not asked about for its door alone. A door that is only a number
    is another one in another grid: every villagers' group counts its own.
    """
    found: dict[Pair, HomesSuspected] = {}
    for why, sign in _SIGNS.items():
        for (place, *_more), group in _groups(homes, sign):
            for one, other in _pairs(group):
                if _may_be_one_place(place, one, other):
                    found.setdefault(in_order(one.id, other.id), why)
    for (place,), group in _groups(homes, lambda home: [(one,) for one in home.spots]):
        for one, other in combinations(group, 2) if len(group) <= MOST_ALIKE else ():
            if not (one.head and other.head) and _may_be_one_place(place, one, other):
                found.setdefault(in_order(one.id, other.id), HomesSuspected.PLACE_WITHOUT_HEAD)
    return found


def keeper_of_homes(one: Any, other: Any) -> tuple[Any, Any]:
    """Of two households the one to propose as the one that stays, and the other: with a code before without, with more persons
    listed before fewer, then the one registered first."""
    kept, gone = sorted((one, other), key=lambda home: (not home.code, -home.listed, home.created_at, home.pk))
    return kept, gone


_SIGNS: dict[HomesSuspected, Sign] = {  # each begins with the place, if it is one of the two
    HomesSuspected.HEAD_AND_PLACE: lambda home: [(place, home.head) for place in home.spots] if home.head else (),
    HomesSuspected.HEAD_AND_PHONE: lambda home: [("", home.head, phone) for phone in home.phones] if home.head else (),
    HomesSuspected.PLACE_AND_PHONE: lambda home: [(place, phone) for place in home.spots for phone in home.phones],
}


def _folded(text: str) -> str:
    plain = _ENDINGS.sub("|", name_key(text))
    return "|".join(_TOKENS.findall(plain))


def _may_be_one_place(place: str, one: Known, other: Known) -> bool:
    """Whether a place says the same of both: one without a name says it within one grid only."""
    return _NAMED.search(place) is not None or not (one.grid and other.grid) or one.grid == other.grid or not place


def _groups(homes: Iterable[Known], sign: Sign) -> Iterator[tuple[Key, list[Known]]]:
    """Households that have a sign in common, where there are two or more."""
    found: dict[Key, list[Known]] = {}
    for home in homes:
        for key in sign(home):
            found.setdefault(key, []).append(home)
    return ((key, group) for key, group in found.items() if len(group) > 1)


def _pairs(group: list[Known]) -> Iterator[tuple[Known, Known]]:
    """Each with each; where there are very many, each with the first: as many questions as households, not their square."""
    return combinations(group, 2) if len(group) <= MOST_ALIKE else ((group[0], other) for other in group[1:])
