"""For how long what stands on a paper is kept (DOMAIN 6.3: each kind of data has a retention in days after its purpose ends; PIPL Art. 47)."""

from datetime import date, timedelta

from shouwang.papers.choices import PaperKind

ALWAYS_KEPT = (PaperKind.DAILY_REPORT,)  # reports are archives of the office and name nobody


def last_day_kept(days: int, today: date) -> date:
    """What ended its purpose before this day is kept no longer."""
    return today - timedelta(days=days)


def is_over(kind: str, *, issued_on: date, valid_to: date | None, before: date) -> bool:
    """Whether a paper by itself has no purpose any more: issued, and its last day past, before a day. What it is about may still hold it."""
    return kind not in ALWAYS_KEPT and max(issued_on, valid_to or issued_on) < before
