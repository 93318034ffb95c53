"""What a household is told by, and which numbers of it cannot be right."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from shouwang.lib import clocks, paths
from shouwang.lib.names import name_key
from shouwang.lib.refusals import Refused
from shouwang.people import choices
from shouwang.people.choices import AREA_MISSING, COUNT_IMPOSSIBLE, HOUSEHOLD_UNKNOWN
from shouwang.people.rules.lengths import check_lengths

PLACE_PARTS = ("compound", "building", "unit_no", "door")
TEXTS = (*PLACE_PARTS, "head_name", "tenure", "address", "remark")
GRIDS = ("grid", "micro_grid")
MOST_MEMBERS = 9_999  # of a dormitory; more is a misprint
NUMBERS = ("members", "aged_60_plus", "boosted_60_plus")


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """A household as it was told. It is known by its ``code`` within ``source`` and village, else by where it is."""

    area: str
    code: str = ""
    source: str = ""
    compound: str = ""
    building: str = ""
    unit_no: str = ""
    door: str = ""
    head_name: str = ""
    tenure: str = ""
    address: str = ""
    members: int | None = None
    aged_60_plus: int | None = None
    boosted_60_plus: int | None = None
    unit: str = ""
    reported_by: str = ""
    since: datetime | None = None  # from when it counts; now where nobody said
    until: datetime | None = None  # given when the household is gone
    remark: str = ""
    import_id: UUID | None = None

    @property
    def location_key(self) -> str:
        """Where it is, in a form that can be compared: estate, building, stairwell and door. Empty without a door."""
        return location_key(self) if self.door or self.address else ""

    @property
    def facts(self) -> dict[str, Any]:
        """What was told of it; blanks say nothing."""
        told = {name: getattr(self, name) for name in (*TEXTS, *NUMBERS)}
        return {name: value for name, value in told.items() if value not in ("", None)}


def location_key(home: Any) -> str:
    """Estate, building, stairwell and door as one text; without a door the address."""
    parts = [_tidy(getattr(home, name)) for name in PLACE_PARTS]
    return "|".join(parts) if parts[-1] else f"@{name_key(home.address)}"


def check_home(home: Home) -> None:
    """Refuses what cannot be found again, and numbers that contradict each other.

    Raises Refused: AREA_MISSING, HOUSEHOLD_UNKNOWN, COUNT_IMPOSSIBLE.
    """
    if not home.area:
        raise Refused("AREA_MISSING", AREA_MISSING)
    if not home.code and not home.location_key:
        raise Refused("HOUSEHOLD_UNKNOWN", HOUSEHOLD_UNKNOWN)
    check_lengths(home.facts | {"code": home.code, "source": home.source})
    check_counts(home.members, home.aged_60_plus, home.boosted_60_plus)


def check_counts(members: int | None, aged: int | None, boosted: int | None) -> None:
    """Refuses more boosted people than people over 60, more of these than members, and impossible crowds."""
    crowd = max(members or 0, aged or 0)
    if crowd > MOST_MEMBERS or (boosted or 0) > (aged or 0) or (members is not None and (aged or 0) > members):
        raise Refused("COUNT_IMPOSSIBLE", COUNT_IMPOSSIBLE, members=members, aged=aged or 0, boosted=boosted or 0)


def _tidy(text: str) -> str:
    """Half-width, without blanks, 3栋 and 3号楼 alike, leading zeros kept: 0101 is a door."""
    plain = "".join(unicodedata.normalize("NFKC", text).split()).casefold()
    for ending in ("号楼", "栋", "幢", "单元", "室", "号", "房"):
        if plain != ending:
            plain = plain.removesuffix(ending)
    return plain


def check_grid(grid: str, area: str) -> None:
    """Refuse to put a household of an area anywhere but into a grid of its own village. Raises Refused NOT_A_GRID or OTHER_VILLAGE."""
    if not paths.is_path(grid) or paths.level(grid) not in GRIDS:
        raise Refused("NOT_A_GRID", choices.NOT_A_GRID)
    if paths.cut(grid, "village") != paths.cut(area, "village"):
        raise Refused("OTHER_VILLAGE", choices.OTHER_VILLAGE)


def check_take_out(*, given_at: datetime | None, moved: bool, reason: str, now: datetime) -> None:
    """Refuse to take a household out of the grid it was put into. Raises Refused REASON_MISSING, nothing_to_undo, changed_since or undo_too_late."""
    if not reason.strip():
        raise Refused("REASON_MISSING", choices.REASON_MISSING)
    if given_at is None:
        raise Refused("nothing_to_undo", choices.NOT_PUT_IN_GRID)
    if moved:
        raise Refused("changed_since", choices.MOVED_SINCE)
    if now - given_at > clocks.UNDO_WITHIN:
        raise Refused("undo_too_late", choices.TOO_LATE)
