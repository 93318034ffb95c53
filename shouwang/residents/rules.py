"""What may be done with links, requests, objections and declarations. Time and settings come as arguments."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from shouwang.lib import paths
from shouwang.lib.refusals import Refused
from shouwang.residents import choices
from shouwang.residents.choices import DeclarationState, HelpKind, HelpState, LinkState, Who

MOST_WORDS = 500
WRITTEN_TOGETHER = 10  # tries of a connection that has to wait anyway
NEXT_HELP = {
    HelpState.OPEN: {HelpState.ACCEPTED, HelpState.DONE, HelpState.CANCELLED},
    HelpState.ACCEPTED: {HelpState.OPEN, HelpState.DONE, HelpState.CANCELLED},
    HelpState.DONE: set(),
    HelpState.CANCELLED: set(),
}


def link_state(*, revoked_at: datetime | None, expires_at: datetime, left: bool, now: datetime) -> LinkState:
    """Whether a link opens anything at a moment, and if not, why."""
    if revoked_at is not None:
        return LinkState.REVOKED
    if left:
        return LinkState.LEFT
    return LinkState.LIVE if now < expires_at else LinkState.EXPIRED


def has_moved(link_area: str, person_area: str) -> bool:
    """Whether somebody lives in another village than when the link was given: the office there gives a new one."""
    return not paths.holds(paths.cut(link_area, "village"), person_area)


def check_words(text: str) -> str:
    """What somebody wrote, without blanks around it. Raises Refused words_missing, too_long."""
    words = text.strip()
    if not words:
        raise Refused("words_missing", choices.WORDS_MISSING)
    if len(words) > MOST_WORDS:
        raise Refused("too_long", choices.TOO_LONG, most=MOST_WORDS)
    return words


def check_reason(text: str) -> str:
    """A reason an officer gives. Raises Refused reason_missing."""
    if not text.strip():
        raise Refused("reason_missing", choices.REASON_MISSING)
    return text.strip()


def check_next_help(before: str, after: str) -> None:
    """Raises Refused wrong_state where a request cannot go on like that."""
    if after not in HelpState.values or HelpState(after) not in NEXT_HELP[HelpState(before)]:
        shown = HelpState(after).label if after in HelpState.values else after
        raise Refused("wrong_state", choices.WRONG_STATE, before=HelpState(before).label, after=shown)


def check_author(answering: Collection[int], authors: Collection[int]) -> None:
    """Raises Refused same_author where whoever answers an objection made or changed the measure (posts of both)."""
    if set(answering) & set(authors):
        raise Refused("same_author", choices.SAME_AUTHOR)


def check_waiting(state: str) -> None:
    """Raises Refused settled for a declaration that somebody has settled."""
    if state != DeclarationState.WAITING:
        raise Refused("settled", choices.SETTLED)


def check_who(who: str, *, has_document: bool, has_person: bool, reason: str) -> str:
    """Whether a decision who somebody is can be taken; answers the reason. Only who is known needs none.

    Raises Refused document_told, who_missing, reason_missing.
    """
    if has_document:
        raise Refused("document_told", choices.DOCUMENT_TOLD)
    if who not in Who.values or (who == Who.KNOWN and not has_person):
        raise Refused("who_missing", choices.WHO_MISSING)
    return reason.strip() if who == Who.KNOWN else check_reason(reason)


def check_told(told: Mapping[str, Any]) -> None:
    """Whether a declaration says enough to find the person. Raises Refused name_missing, reach_missing."""
    if not str(told.get("full_name", "")).strip():
        raise Refused("name_missing", choices.NAME_MISSING)
    if not (str(told.get("id_number", "")).strip() or str(told.get("phone", "")).strip()):
        raise Refused("reach_missing", choices.REACH_MISSING)


def due_at(asked_at: datetime, hours: float) -> datetime:
    """By when somebody has to answer."""
    return asked_at + timedelta(hours=hours)


def hours_for(kind: str, urgent: bool, hours: Mapping[str, float]) -> float:
    """How long a request of a kind may wait; an urgent one no longer than a doctor's."""
    usual = hours[kind]
    return min(usual, hours[HelpKind.DOCTOR]) if urgent else usual


def window_of(moment: datetime, seconds: int) -> int:
    """The number of the span of time in which tries are counted together."""
    return int(moment.timestamp()) // seconds


def is_slowed(tries: int, most: int) -> bool:
    """Whether a connection has tried so often that it has to wait."""
    return tries >= most


def is_logged(tries: int, most: int) -> bool:
    """Whether a number of tries is worth an event: when the slowing sets in, and at each tenfold of that."""
    step = most + 1
    while step < tries:
        step *= 10
    return step == tries


def logged_number(before: int, after: int, most: int) -> int | None:
    """The number worth an event that was reached on the way from one count to another, or none."""
    return next((tries for tries in range(before + 1, after + 1) if is_logged(tries, most)), None)


def to_write_down(refused: int) -> int:
    """How many tries are written down with the so-and-so-many-th that was refused: the first at once, then ten by ten."""
    if refused == 1:
        return 1
    if refused % WRITTEN_TOGETHER:
        return 0
    return WRITTEN_TOGETHER - 1 if refused == WRITTEN_TOGETHER else WRITTEN_TOGETHER


def seconds_left(moment: datetime, seconds: int) -> int:
    """How long until the next span begins."""
    return seconds - int(moment.timestamp()) % seconds
