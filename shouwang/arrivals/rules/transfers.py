"""Point-to-point transfer: who may organise one, which step follows which, and what does not fit (DOMAIN 3.3).

A transfer is a closed loop: every leg has an out and an in, one driver, no stops. The township or a level above
organises it (the pack says which level); a village or a relative never does.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from shouwang.arrivals import choices
from shouwang.arrivals.choices import RELATIVE_WORDS, VILLAGE_WORDS, TransferState, ViolationKind
from shouwang.lib import clocks, paths
from shouwang.lib.refusals import Refused, allowed
from shouwang.policy.packs import Pack
from shouwang.policy.rules import may_organise_transfer

CLOCKS_DIFFER = timedelta(minutes=15)
RELATIVE_LEVEL = ""  # below every level of administration
NEXT: Mapping[str, tuple[str, ...]] = {
    TransferState.REQUESTED: (TransferState.APPROVED, TransferState.FAILED),
    TransferState.APPROVED: (TransferState.DISPATCHED, TransferState.FAILED),
    TransferState.DISPATCHED: (TransferState.PICKED_UP, TransferState.APPROVED, TransferState.FAILED),
    TransferState.PICKED_UP: (
        TransferState.HANDED_OVER, TransferState.DISPATCHED, TransferState.APPROVED, TransferState.FAILED,
    ),
    TransferState.HANDED_OVER: (TransferState.CLOSED,),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Drive:
    """When one driver is on the road: from leaving to arriving, or for as long as nobody said that they arrived."""

    driver: str
    out_at: datetime
    in_at: datetime | None


def level_of(organiser: str, area: str) -> str:
    """The level an organiser stands on: of a unit that of its area; in words, a village or (nothing) a relative."""
    words = organiser.strip().casefold()
    if words in RELATIVE_WORDS:
        return RELATIVE_LEVEL
    if words in VILLAGE_WORDS:
        return "village"
    return paths.level(area) if paths.is_path(area) else ""


def check_organiser(levels: Iterable[str], organiser: str, pack: Pack) -> None:
    """Refuse a pick-up that anybody below the pack's level organises or asks for. Raises Refused transfer_organiser."""
    if not all(may_organise_transfer(level, pack) for level in levels):
        raise Refused("transfer_organiser", choices.TRANSFER_ORGANISER, organiser=organiser)


def organiser_in_words(organiser: str) -> str:
    """A village or a relative as a sentence names them; empty for what is the code or name of a unit."""
    words = organiser.strip().casefold()
    known = {**dict.fromkeys(VILLAGE_WORDS, ViolationKind.VILLAGE), **dict.fromkeys(RELATIVE_WORDS, ViolationKind.RELATIVE)}
    return str(known[words].label) if words in known else ""


def violation_of(organiser: str) -> ViolationKind:
    """What kind of violation a refused organiser is."""
    return ViolationKind.RELATIVE if organiser.strip().casefold() in RELATIVE_WORDS else ViolationKind.VILLAGE


def check_step(before: str, after: str) -> None:
    """Refuse a step that the table of states does not have. Raises Refused transfer_state."""
    if after not in NEXT.get(before, ()):
        raise Refused(
            "transfer_state", choices.TRANSFER_STATE,
            before=TransferState(before).label, after=TransferState(after).label,
        )  # fmt: skip


def can_step(before: str, after: str) -> bool:
    """Whether the table of states has this step."""
    return allowed(check_step, before, after)


def check_take_back(state: str, *, sent: bool) -> None:
    """Refuse to take back a request for which a vehicle has left, even one that failed. Raises Refused transfer_state."""
    if sent or state not in (TransferState.REQUESTED, TransferState.APPROVED):
        raise Refused("transfer_state", choices.TRANSFER_SENT)


def can_take_back(state: str, *, sent: bool) -> bool:
    """Whether a request can still be taken back as if nobody had asked."""
    return allowed(check_take_back, state, sent=sent)


def check_crew(vehicle: str, plate: str, driver: str) -> None:
    """Refuse to send nobody in nothing."""
    if not (vehicle.strip() or plate.strip()):
        raise Refused("vehicle_missing", choices.TRANSFER_VEHICLE_MISSING)
    if not driver.strip():
        raise Refused("driver_missing", choices.TRANSFER_DRIVER_MISSING)


def check_plan(pick_up_at: datetime | None, hand_over_at: datetime | None) -> None:
    """Refuse a plan that runs backwards."""
    if pick_up_at and hand_over_at and hand_over_at < pick_up_at:
        raise Refused("plan_reversed", choices.TRANSFER_PLAN_REVERSED)


def check_times(earlier: datetime | None, later: datetime, now: datetime) -> None:
    """Refuse a moment before the one it follows, or one that has not come yet. Raises Refused TIME_ORDER."""
    if earlier is not None and later < earlier:
        raise Refused("TIME_ORDER", choices.TRANSFER_TIME_ORDER, earlier=_said(earlier), later=_said(later))
    if later > now + CLOCKS_DIFFER:
        raise Refused("DATE_IN_FUTURE", choices.TRANSFER_IN_FUTURE, later=_said(later))


def arrived_before(arrived_on: date | None, picked_up_on: date) -> bool:
    """Whether somebody was here already before the vehicle fetched them: they moved on their own."""
    return arrived_on is not None and arrived_on < picked_up_on


def at_the_same_time(one: Drive, other: Drive) -> bool:
    """Whether two drives of one driver overlap: one driver is never in two places."""
    if not one.driver or one.driver.strip() != other.driver.strip():
        return False
    starts_before_end = other.in_at is None or one.out_at < other.in_at
    return starts_before_end and (one.in_at is None or other.out_at < one.in_at)


def common_area(areas: Iterable[str]) -> str:
    """The township that holds all these areas, or the county (or above) where they lie in several."""
    found = ""
    for step, several in enumerate(zip(*(_steps(area) for area in areas), strict=False)):
        if step > paths.LEVELS.index("township") or len(set(several)) > 1:
            break
        found += several[0]
    return found


def _steps(area: str) -> list[str]:
    return [area[at : at + paths.WIDTH] for at in range(0, len(area), paths.WIDTH)]


def _said(moment: datetime) -> str:
    return f"{clocks.local(moment):%Y-%m-%d %H:%M}"  # by the county's clock, as it was entered
