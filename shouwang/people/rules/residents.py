"""One line of the resident summary sheet: a home and somebody who lives there (DOMAIN 5.10)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from shouwang.lib.refusals import Refused
from shouwang.people.choices import NAME_MISSING, TOO_MANY_DOSES
from shouwang.people.rules.households import Home
from shouwang.people.rules.identities import Identity
from shouwang.people.rules.lengths import check_lengths

MOST_DOSES = 20
STATED = ("relation_to_head", "present", "away_place", "return_on", "doses", "last_dose_on", "groups", "remark")


@dataclass(frozen=True, slots=True, kw_only=True)
class Resident:
    """A home, the person, and what the sheet says of the person in this home. A line without a person tells of the home."""

    home: Home
    person: Identity | None = None  # its area may be left empty: the home's
    relation_to_head: str = ""
    present: bool | None = None
    away_place: str = ""
    return_on: date | None = None
    doses: int | None = None
    last_dose_on: date | None = None
    groups: tuple[str, ...] = ()
    remark: str = ""

    @property
    def stated(self) -> dict[str, Any]:
        """What was said of the person; blanks say nothing."""
        told = {name: getattr(self, name) for name in STATED}
        return {
            name: list(value) if name == "groups" else value
            for name, value in told.items()
            if value not in ("", None, ())
        }


def check_resident(resident: Resident) -> None:
    """Refuses a line without a name, unless it tells of the home itself: its code or the number of its members.

    Raises Refused: NAME_MISSING, TEXT_TOO_LONG, COUNT_IMPOSSIBLE.
    """
    check_lengths(resident.stated)
    if (resident.doses or 0) > MOST_DOSES:
        raise Refused("COUNT_IMPOSSIBLE", TOO_MANY_DOSES, doses=resident.doses)
    tells_of_home = resident.home.code or resident.home.members is not None
    if resident.person is None and not tells_of_home:
        raise Refused("NAME_MISSING", NAME_MISSING)
