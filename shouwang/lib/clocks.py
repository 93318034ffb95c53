"""The one clock, and the statistics day.

Nothing else in the product asks the machine for the time, so that a test or a replay can say what time it is.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

COUNTY_ZONE = ZoneInfo("Asia/Shanghai")
UNDO_WITHIN = timedelta(hours=24)  # for so long a slip is taken back; then the signed report stands on it
DEFAULT_CUTOFF = time(18, 0)  # statistics time of the daily report, DOMAIN 3.24

_stopped_at: ContextVar[datetime | None] = ContextVar("stopped_at", default=None)
_stopped_everywhere: list[datetime] = []  # the last one counts, in every thread


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _stopped_at.get() or (_stopped_everywhere[-1] if _stopped_everywhere else datetime.now(UTC))


def today() -> date:
    """The calendar day in the county."""
    return local(now()).date()


def local(moment: datetime) -> datetime:
    """The same moment as the county's wall clock shows it; a naive moment is taken as county time."""
    if moment.tzinfo is None:
        return moment.replace(tzinfo=COUNTY_ZONE)
    return moment.astimezone(COUNTY_ZONE)


def at(day: date, clock: time) -> datetime:
    """The moment at which the county's wall clock shows this day and time."""
    return datetime.combine(day, clock, COUNTY_ZONE)


def stat_day(moment: datetime, cutoff: time = DEFAULT_CUTOFF) -> date:
    """The statistics day a moment belongs to: after the cut-off of the day before, up to and including its own."""
    here = local(moment)
    return here.date() if here.time() <= cutoff else here.date() + timedelta(days=1)


def stat_bounds(day: date, cutoff: time = DEFAULT_CUTOFF) -> tuple[datetime, datetime]:
    """First moment (exclusive) and last moment (inclusive) of a statistics day."""
    return at(day - timedelta(days=1), cutoff), at(day, cutoff)


@contextmanager
def stopped(moment: datetime) -> Iterator[None]:
    """Inside this block it is ``moment``, for tests and replays."""
    token = _stopped_at.set(local(moment).astimezone(UTC))
    try:
        yield
    finally:
        _stopped_at.reset(token)


@contextmanager
def stopped_everywhere(moment: datetime) -> Iterator[None]:
    """Inside this block it is ``moment`` in every thread of the process: for tests of a running server."""
    _stopped_everywhere.append(local(moment).astimezone(UTC))
    try:
        yield
    finally:
        _stopped_everywhere.pop()
