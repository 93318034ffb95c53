"""Pure rules of checks: slots, times, temperatures. The pack's values and all times come as arguments."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.policy import choices
from shouwang.policy.choices import Timing
from shouwang.policy.packs import Checks, Pack, Signs, Slot


def slot_bounds(day: date, slot: Slot) -> tuple[datetime, datetime]:
    """The moments at which a slot begins and ends on a day, in county time."""
    return clocks.at(day, slot.starts), clocks.at(day, slot.ends)


def slots_due(started_at: datetime, ended_at: datetime | None, day: date, slots: Sequence[Slot]) -> list[Slot]:
    """The slots of a day in which a check is due: the observation is open from the slot's start to its end.

    ``ended_at`` is None while the observation is open. Whether a due slot is over is another question (``is_over``).
    """
    due = []
    for slot in slots:
        begins, ends = slot_bounds(day, slot)
        if started_at <= begins and (ended_at is None or ended_at >= ends):
            due.append(slot)
    return due


def is_over(day: date, slot: Slot, now: datetime) -> bool:
    """Whether a slot has ended: a due slot without a reading is then missed."""
    return now > slot_bounds(day, slot)[1]


def slot_at(moment: datetime, slots: Sequence[Slot]) -> Slot | None:
    """The slot a reading taken at this moment belongs to: the one it falls into, else the last one begun that day."""
    clock = clocks.local(moment).time()
    begun = [slot for slot in slots if slot.starts <= clock]
    return begun[-1] if begun else None


def reading_timing(day: date, slot: Slot, happened_at: datetime) -> Timing:
    """Whether a reading for a slot was taken before it, in it, or after it (late, with its true time)."""
    begins, ends = slot_bounds(day, slot)
    if happened_at < begins:
        return Timing.BEFORE
    return Timing.IN_TIME if happened_at <= ends else Timing.LATE


def check_reading_time(day: date, slot: Slot, happened_at: datetime) -> None:
    """Refuse a reading written for a slot that had not begun when it was taken. Raises Refused READING_BEFORE_SLOT."""
    if reading_timing(day, slot, happened_at) == Timing.BEFORE:
        raise Refused("READING_BEFORE_SLOT", choices.READING_BEFORE_SLOT, slot=slot.id, day=day.isoformat())


def too_close(earlier: datetime, later: datetime, checks: Checks) -> bool:
    """Whether two readings of one person lie nearer together than the pack allows; they are flagged, not refused."""
    return abs(later - earlier) < timedelta(hours=checks.min_hours_between)


def is_fever(temperature_c: float, signs: Signs) -> bool:
    """Whether a body temperature is at or above the pack's fever threshold."""
    return temperature_c >= signs.fever_c


def is_plausible(temperature_c: float, signs: Signs) -> bool:
    """Whether a number can be a body temperature at all (both bounds included)."""
    return signs.plausible_low_c <= temperature_c <= signs.plausible_high_c


def check_temperature(temperature_c: float, signs: Signs) -> None:
    """Refuse a number that is no body temperature; 365 is not silently 36.5. Raises Refused TEMP_IMPLAUSIBLE."""
    if not is_plausible(temperature_c, signs):
        raise Refused(
            "TEMP_IMPLAUSIBLE",
            choices.TEMP_IMPLAUSIBLE,
            value=temperature_c,
            low=signs.plausible_low_c,
            high=signs.plausible_high_c,
        )


def may_organise_transfer(level: str, pack: Pack) -> bool:
    """Whether a unit of this level may organise a pick-up from a risk area: the pack's level or above."""
    levels = choices.ORGANISER_LEVELS
    return level in levels and levels.index(level) >= levels.index(pack.transfer.organiser_level)
