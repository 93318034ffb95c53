"""Finds the households that a batch tells of, by code or by where they are, without writing."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import batched
from typing import Any

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import OUT_OF_AREA
from shouwang.lib import paths
from shouwang.lib.refusals import Refused
from shouwang.people.models import Household
from shouwang.people.rules.households import PLACE_PARTS, Home, check_home

PART = 5000
Key = tuple[str, ...]


@dataclass(slots=True)
class Placed:
    """One row of a batch with the household it tells of: a known one, or a new one that an earlier row began."""

    home: Home
    refusal: Refused | None = None
    household: Household | None = None
    same_as: int | None = None  # an earlier row of the batch that tells of the same new household
    began: bool = False  # whether the household was made of this row
    through: bool = False  # whether it is known by the code or place of a household that was merged into it
    changes: dict[str, Any] = field(default_factory=dict)


def place(batch: Sequence[Home], by: Actor) -> list[Placed]:
    """Every row of a batch with its household, as far as it is known."""
    rows = [_checked(home, by) for home in batch]
    known = _known([row.home for row in rows if row.refusal is None])
    kept = Household.objects.in_bulk({one.merged_into_id for one in known.values() if one.merged_into_id})
    first: dict[Key, int] = {}
    for at, row in enumerate(rows):
        if row.refusal is None:
            row.household = _found(row.home, known)
            _follow(row, kept)
            row.same_as = None if row.household else _earlier(row.home, at, first)
    return rows


def _follow(row: Placed, kept: dict[Any, Household]) -> None:
    """Of two households that were merged, the one that stayed; what the sheet says of code and door is the other's."""
    if row.household and row.household.merged_into_id in kept:
        row.household, row.through = kept[row.household.merged_into_id], True
        row.home = replace(row.home, area=row.household.area, **dict.fromkeys(("code", "source", "address", *PLACE_PARTS), ""))


def _earlier(home: Home, at: int, first: dict[Key, int]) -> int | None:
    """The row that began this new household. Two codes at one place are two households."""
    keys = _keys(home)
    earlier = first.get(keys[0])
    for key in keys:
        first.setdefault(key, at)
    return earlier


def _checked(home: Home, by: Actor) -> Placed:
    try:
        check_home(home)
        if not by.covers(home.area):
            raise Refused("out_of_area", OUT_OF_AREA)
    except Refused as refusal:
        return Placed(home, refusal)
    return Placed(home)


def _known(homes: list[Home]) -> dict[Key, Household]:
    codes = sorted({home.code for home in homes if home.code})
    places = sorted({home.location_key for home in homes if home.location_key})
    found: dict[Key, Household] = {}
    for column, values in (("location_key", places), ("code", codes)):
        for part in batched(values, PART):
            for household in Household.objects.filter(**{f"{column}__in": part}):
                found |= dict.fromkeys(_keys(household), household)
    return found


def _found(home: Home, known: dict[Key, Household]) -> Household | None:
    """By code, else by place; a household with another code at the same place is another household."""
    for key in _keys(home):
        household = known.get(key)
        if household and not (
            home.code and household.code and (home.source, home.code) != (household.source, household.code)
        ):
            return household
    return None


def _keys(home: Any) -> list[Key]:
    """What a household is known by, the surest first; with a code of its own its place may be shared."""
    village = paths.cut(home.area, "village")
    by_code = [("code", village, home.source, home.code)] if home.code else []
    by_place = [("place", village, home.location_key)] if home.location_key else []
    return by_code + by_place
