"""Judging what was written down for a check, and noticing what cannot be true.

Thresholds of the patterns (DOMAIN 3.6, "Bad") are the pack's (``limits``): a visit takes minutes, so several homes within one minute by
one person are marked. Times in a file are often rounded by hand (a whole round "at 9:00"); there, they are marked only if their value is
the same too, and any values only from many homes on. One value for everybody is marked from some homes of one round on.
"""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from shouwang.lib.refusals import Refused
from shouwang.policy.choices import SelfReports
from shouwang.policy.packs import Limits
from shouwang.quarantine import choices
from shouwang.quarantine.choices import Counting
from shouwang.quarantine.rules.slots import Check, is_before_visit

WORTH = {SelfReports.COUNT: Counting.COUNTS, SelfReports.CONFIRM: Counting.TO_CONFIRM, SelfReports.NEVER: Counting.SHOWN}


def is_fever(value: Decimal | None, fever_c: float) -> bool:
    """Whether a value is at or above the pack's threshold."""
    return value is not None and float(value) >= fever_c


def worth(policy: str) -> Counting:
    """What a reading counts for that the person reported, by the pack's ``checks.self_reported``."""
    return WORTH[SelfReports(policy)]


def check_confirmable(counting: str) -> None:
    """Refuse to confirm what counts already, or what the pack never counts.

    Raises Refused report_counts or report_never_counts.
    """
    if counting == Counting.COUNTS:
        raise Refused("report_counts", choices.REPORT_COUNTS)
    if counting == Counting.SHOWN:
        raise Refused("report_never_counts", choices.REPORT_NEVER_COUNTS)


def is_ahead(check: Check, happened_at: datetime, now: datetime) -> bool:
    """Whether a check is written down for a time that has not come."""
    return check.opens_at > now or happened_at > now


def is_written_before(check: Check, happened_at: datetime) -> bool:
    """Whether it was written down before the visit can have been made."""
    return is_before_visit(check, happened_at)


def is_same_minute(homes: int, same_homes: int, exact_time: bool, limits: Limits) -> bool:
    """Whether so many homes within a minute, ``same_homes`` of them with one value, cannot have been visited."""
    if exact_time:
        return homes >= limits.homes_in_a_minute
    return same_homes >= limits.homes_in_a_minute or homes >= limits.written_homes_in_a_minute


def is_same_value(values: Sequence[Decimal | None], limits: Limits) -> bool:
    """Whether the values of one person's round (one for each home) are all one value, in a round that is long enough."""
    return len(values) >= limits.homes_of_one_value and len(set(values)) == 1 and values[0] is not None


def minute(moment: datetime) -> datetime:
    """The minute a moment lies in."""
    return moment.replace(second=0, microsecond=0)
