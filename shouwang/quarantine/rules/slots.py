"""Plans of checks: which slot of which day is due, open, missed. A plan is written ``am 07:00-11:00, pm 14:00-18:00``."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.policy.packs import Slot
from shouwang.policy.rules import slot_at, slot_bounds, slots_due
from shouwang.quarantine import choices
from shouwang.quarantine.choices import CheckState

EARLY_TOLERANCE = timedelta(hours=1)  # a round that sets out before the window opens is no invention of values
HALF_DAYS = ("am", "pm")  # the columns of the official sheet, whatever the plan


@dataclass(frozen=True, order=True)
class Check:
    """One slot of one day, with its two ends."""

    opens_at: datetime
    closes_at: datetime
    day: date
    slot: str

    @property
    def key(self) -> tuple[date, str]:
        """What a reading names it by."""
        return self.day, self.slot


def plan_of(slots: Sequence[Slot]) -> str:
    """The slots of a measure as the text that is kept; empty without checks."""
    return ", ".join(f"{slot.id} {slot.starts:%H:%M}-{slot.ends:%H:%M}" for slot in slots)


@cache
def slots_of(plan: str) -> tuple[Slot, ...]:
    """The slots of a kept plan, in the order of the day."""
    return tuple(_slot(part) for part in plan.split(", ") if part)


def _slot(text: str) -> Slot:
    name, _, hours = text.rpartition(" ")
    first, _, last = hours.partition("-")
    return Slot(name, time.fromisoformat(first), time.fromisoformat(last))


def check_of(plan: str, day: date, slot: str) -> Check:
    """The slot of this name on a day; of a plan with one check a day, morning and afternoon are that one. Raises Refused no_such_slot."""
    slots = slots_of(plan)
    only = slots[0] if len(slots) == 1 and slot in HALF_DAYS else None
    found = next((one for one in slots if one.id == slot), only)
    if found is None:
        raise Refused("no_such_slot", choices.NO_SUCH_SLOT, slot=slot)
    return _check(day, found)


def checks_of_days(plan: str, first: date, last: date) -> Iterator[Check]:
    """Every check of the days from ``first`` to ``last``, both included."""
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        for slot in slots_of(plan):
            yield _check(day, slot)


def is_due(check: Check, from_at: datetime, to_at: datetime | None, plan: str) -> bool:
    """Whether the check is due in a span of watching: it holds the slot from its opening to its end."""
    return any(slot.id == check.slot for slot in slots_due(from_at, to_at, check.day, slots_of(plan)))


def check_at(plan: str, moment: datetime) -> Check | None:
    """The check that a reading taken at this moment belongs to: the open one, else the last begun, else the day before's last."""
    slots = slots_of(plan)
    if not slots:
        return None
    today = clocks.local(moment).date()
    found = slot_at(moment + EARLY_TOLERANCE if _opens_soon(plan, moment) else moment, slots)
    return _check(today, found) if found else _check(today - timedelta(days=1), slots[-1])


def middle(check: Check) -> datetime:
    """The instant taken for a reading that was written down without a time."""
    return check.opens_at + (check.closes_at - check.opens_at) / 2


def is_late(check: Check, happened_at: datetime) -> bool:
    """Whether a reading came after its window; it counts as done, with its true time."""
    return happened_at > check.closes_at


def is_before_visit(check: Check, happened_at: datetime) -> bool:
    """Whether a value was written down long before its window opened."""
    return happened_at < check.opens_at - EARLY_TOLERANCE


def check_state(check: Check, due: bool, read_at: datetime | None, now: datetime) -> CheckState:
    """How a check stands. ``read_at`` is when it was made, None while it was not."""
    if read_at is not None:
        return CheckState.LATE if is_late(check, read_at) else CheckState.DONE
    if not due:
        return CheckState.NOT_DUE
    if now > check.closes_at:
        return CheckState.MISSED
    return CheckState.OPEN if now >= check.opens_at else CheckState.NOT_YET


def _check(day: date, slot: Slot) -> Check:
    opens_at, closes_at = slot_bounds(day, slot)
    return Check(opens_at, closes_at, day, slot.id)


def _opens_soon(plan: str, moment: datetime) -> bool:
    today = clocks.local(moment).date()
    return any(_check(today, slot).opens_at - EARLY_TOLERANCE <= moment < _check(today, slot).opens_at for slot in slots_of(plan))
