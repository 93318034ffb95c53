"""When an order or a release can be taken back: within a day, and only while nothing else stands on it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from shouwang.lib.refusals import Refused, allowed
from shouwang.quarantine import choices

UNDO_WITHIN = timedelta(hours=24)


@dataclass(frozen=True)
class Since:
    """What has happened after the act that is to be taken back."""

    done_at: datetime
    checked: bool = False  # a check, spot check or sample was entered
    written: bool = False  # anything else was written down about the person: a decision, an assessment, a paper handed out
    changed: bool = False  # the measure, or the bed that it gave, is not as the act left it
    observed_again: bool = False  # the person is under another observation now


def check_undo(since: Since, now: datetime) -> None:
    """Refuse for the clearest reason. Raises Refused checked_since, observed_again, changed_since or undo_too_late."""
    if since.checked:
        raise Refused("checked_since", choices.CHECKED_SINCE)
    if since.observed_again:
        raise Refused("observed_again", choices.OBSERVED_AGAIN)
    if since.written or since.changed:
        raise Refused("changed_since", choices.CHANGED_SINCE)
    if now - since.done_at > UNDO_WITHIN:
        raise Refused("undo_too_late", choices.UNDO_TOO_LATE)


def can_undo(since: Since, now: datetime) -> bool:
    """Whether it can still be taken back."""
    return allowed(check_undo, since, now)
