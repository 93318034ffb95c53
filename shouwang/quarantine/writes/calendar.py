"""The calendar of check windows: written ahead for as long as a plan can be needed."""

from datetime import date, timedelta

from shouwang.quarantine.models import SlotTime
from shouwang.quarantine.rules.slots import checks_of_days, slots_of

DAYS_BEYOND = 120  # a release that is outstanding keeps checks due after the last day
MONTH = timedelta(days=31)


def write_calendar(plan: str, first: date, last: date) -> None:
    """Make sure that every window of a plan from ``first`` to well beyond ``last`` stands in the calendar."""
    if not plan:
        return
    begin, end = first.replace(day=1), last + timedelta(days=DAYS_BEYOND)
    known = SlotTime.objects.filter(plan=plan, slot_date__gte=begin, slot_date__lte=last + MONTH).count()
    if known == ((last + MONTH - begin).days + 1) * len(slots_of(plan)):
        return
    windows = [
        SlotTime(plan=plan, slot_date=check.day, slot=check.slot, opens_at=check.opens_at, closes_at=check.closes_at)
        for check in checks_of_days(plan, begin, end)
    ]
    SlotTime.objects.bulk_create(windows, ignore_conflicts=True)
