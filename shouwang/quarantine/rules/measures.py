"""What may become of a measure: its states, its stages in time, the home assessment, a change of measure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from shouwang.lib import clocks
from shouwang.lib.refusals import Refused, allowed
from shouwang.quarantine import choices
from shouwang.quarantine.choices import DUE, ENDED, IN_FORCE, STRICTNESS, WAITING, State

NEXT_STATES: Mapping[str, tuple[str, ...]] = {
    State.PROPOSED: (State.ASSESSED, State.ACTIVE, State.LEFT_AGAIN, State.TRANSFERRED_OUT, State.ENDED_EARLY, State.ENDED_BY_ITSELF, State.WITHDRAWN),
    State.ASSESSED: (State.ACTIVE, State.LEFT_AGAIN, State.TRANSFERRED_OUT, State.ENDED_EARLY, State.ENDED_BY_ITSELF, State.WITHDRAWN),
    State.ACTIVE: (State.IN_HOSPITAL, *ENDED),
    State.IN_HOSPITAL: (State.ACTIVE, State.BECAME_CASE, State.TRANSFERRED_OUT, State.LEFT_AGAIN, State.ENDED_EARLY, State.WITHDRAWN),
}  # fmt: skip


@dataclass(frozen=True)
class Span:
    """One stage of a plan in time; ``ends_at`` None = until somebody ends it."""

    begins_at: datetime
    ends_at: datetime | None


def check_next_state(before: str, after: str) -> None:
    """Refuse a step that the table of states does not have. Raises Refused wrong_state."""
    if after not in NEXT_STATES.get(before, ()):
        raise Refused("wrong_state", choices.WRONG_STATE, before=State(before).label, after=State(after).label)


def can_become(before: str, after: str) -> bool:
    """Whether the table of states has this step."""
    return allowed(check_next_state, before, after)


def shown_state(state: str, due_on: date | None, today: date) -> str:
    """The state as people read it: an observation whose last day is reached is ``due``."""
    return DUE if state == State.ACTIVE and due_on is not None and due_on <= today else state


def state_at(state: str, started_at: datetime | None, ended_at: datetime | None, moment: datetime) -> str:
    """The state at an instant of the past, as far as start and end say it."""
    if ended_at is not None and ended_at <= moment:
        return state
    if started_at is None or started_at > moment:
        return State.PROPOSED if state in ENDED or state in IN_FORCE else state
    return State.ACTIVE if state in ENDED else state


def is_over(due_on: date | None, moment: datetime) -> bool:
    """Whether the days of a measure are over: it is in force on the dates before its last day."""
    return due_on is not None and clocks.local(moment).date() >= due_on


def begins_of(day: date) -> datetime:
    """The instant at which a day begins in the county."""
    return clocks.at(day, time.min)


def spans(begins_at: datetime, dues: Sequence[date | None]) -> list[Span]:
    """When each planned stage is in force: the next one begins by itself when the day comes on which the one before is over.

    Stages that were over before the start are left out (their span is empty); the last one stays open until it is ended.
    """
    found, at = [], begins_at
    for number, due in enumerate(dues):
        last = number == len(dues) - 1
        ends = None if last or due is None else max(at, begins_of(due))
        found.append(Span(at, ends))
        at = ends or at
    return found


def needs_order(state: str) -> bool:
    """Whether somebody still has to start it."""
    return state in WAITING


def check_answers(answers: Sequence[bool], checklist: str) -> None:
    """Refuse an assessment that does not answer every line. Raises Refused assessment_incomplete."""
    needed = len(choices.ASSESSMENT_LINES.get(checklist, answers))
    if len(answers) != needed:
        raise Refused("assessment_incomplete", choices.ASSESSMENT_INCOMPLETE, given=len(answers), needed=needed)


def is_suitable(answers: Sequence[bool]) -> bool:
    """Whether a home will do: every line must be yes."""
    return bool(answers) and all(answers)


def check_suitable(answers: Sequence[bool], checklist: str) -> None:
    """Refuse a measure at home where a line is no; the central site is what can be offered. Raises Refused home_unsuitable."""
    check_answers(answers, checklist)
    if not is_suitable(answers):
        raise Refused("home_unsuitable", choices.HOME_UNSUITABLE, lines=", ".join(failed_lines(answers, checklist)))


def failed_lines(answers: Sequence[bool], checklist: str) -> list[str]:
    """The lines that were answered no, in words."""
    lines = choices.ASSESSMENT_LINES.get(checklist, ())
    return [str(lines[number]) if number < len(lines) else str(number + 1) for number, yes in enumerate(answers) if not yes]


def strictness(measure: str) -> int:
    """How much a measure asks of a person; an unknown one as much as home observation."""
    return STRICTNESS.index(measure if measure in STRICTNESS else choices.HOME_OBSERVATION)


def is_stricter(measure: str, than: str) -> bool:
    """Whether a measure asks more than another."""
    return strictness(measure) > strictness(than)


def check_extension(due_on: date | None, new_due_on: date) -> None:
    """Refuse a new last day that is not later. Raises Refused due_not_later."""
    if due_on is not None and new_due_on <= due_on:
        raise Refused("due_not_later", choices.DUE_NOT_LATER, due=new_due_on, present=due_on)


def check_reason(reason: str) -> None:
    """Refuse a decision without a reason. Raises Refused reason_missing."""
    if not reason.strip():
        raise Refused("reason_missing", choices.REASON_MISSING)


def check_time(happened_at: datetime, now: datetime) -> None:
    """Refuse a decision dated to come; five minutes are allowed for clocks that differ. Raises Refused DATE_IN_FUTURE."""
    if happened_at > now + timedelta(minutes=5):
        raise Refused("DATE_IN_FUTURE", choices.IN_FUTURE)
