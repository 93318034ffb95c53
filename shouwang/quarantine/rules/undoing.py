"""When an order or a release can be taken back: within a day, and only while nothing else stands on it."""

from dataclasses import dataclass
from datetime import datetime

from shouwang.lib import clocks
from shouwang.lib.refusals import Refused, allowed
from shouwang.quarantine import choices


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
    check_within(since.done_at, now)


def can_undo(since: Since, now: datetime) -> bool:
    """Whether it can still be taken back."""
    return allowed(check_undo, since, now)


def check_reopen(*, closed_at: datetime | None, again: bool, ended: bool, now: datetime) -> None:
    """Refuse to open an alert again. Raises Refused alert_open, no_observation, alert_again or undo_too_late."""
    if closed_at is None:
        raise Refused("alert_open", choices.ALERT_OPEN)
    if ended:
        raise Refused("no_observation", choices.NO_OBSERVATION)
    if again:
        raise Refused("alert_again", choices.ALERT_AGAIN)
    check_within(closed_at, now)


def check_within(done_at: datetime, now: datetime) -> None:
    """Refuse what was done more than a day ago. Raises Refused undo_too_late."""
    if now - done_at > clocks.UNDO_WITHIN:
        raise Refused("undo_too_late", choices.UNDO_TOO_LATE)
