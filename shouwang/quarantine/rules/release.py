"""When somebody may be released: no open alert, the last day reached, samples negative; in this order, the gravest first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from shouwang.lib import clocks
from shouwang.lib.refusals import Refused, allowed
from shouwang.quarantine import choices
from shouwang.quarantine.choices import IN_FORCE, SampleOutcome
from shouwang.quarantine.rules.terms import Step

NO_OPEN_ALERT, DUE_DATE_REACHED, TESTS_NEGATIVE, TEAM_CONFIRMS = "no_open_alert", "due_date_reached", "tests_negative", "team_confirms"
DEFAULT_REQUIRE = (NO_OPEN_ALERT, DUE_DATE_REACHED)


@dataclass(frozen=True)
class Candidate:
    """What is known of somebody who is to be released."""

    state: str
    due_on: date | None
    started_at: datetime | None
    open_alerts: Sequence[str] = ()  # kinds, in words
    outcomes: Sequence[str] = ()  # of samples
    tests_due: Sequence[str] = ()  # days on which a sample was due
    team_confirmed: bool = False


def check_release(one: Candidate, at: datetime, require: Iterable[str] = DEFAULT_REQUIRE, *, early: bool = False) -> None:
    """Refuse a release for the gravest reason. ``early`` = somebody with the right decided so, with a reason.

    Raises Refused not_started, before_start, open_alert, release_before_due, tests_outstanding or team_not_confirmed.
    """
    if one.state not in IN_FORCE or one.started_at is None:
        raise Refused("not_started", choices.NOT_STARTED)
    if at < one.started_at:
        raise Refused("before_start", choices.BEFORE_START, start=clocks.local(one.started_at).date())
    if one.open_alerts:
        raise Refused("open_alert", choices.OPEN_ALERT, alerts=", ".join(one.open_alerts))
    if not early and one.due_on is not None and clocks.local(at).date() < one.due_on:
        raise Refused("release_before_due", choices.RELEASE_BEFORE_DUE, due=one.due_on)
    _check_required(one, frozenset(require))


def _check_required(one: Candidate, require: frozenset[str]) -> None:
    if TESTS_NEGATIVE in require and not tests_clear(one.outcomes):
        raise Refused("tests_outstanding", choices.TESTS_OUTSTANDING)
    if TEAM_CONFIRMS in require and not one.team_confirmed:
        raise Refused("team_not_confirmed", choices.TEAM_NOT_CONFIRMED)


def can_release(one: Candidate, at: datetime, require: Iterable[str] = DEFAULT_REQUIRE) -> bool:
    """Whether the release would be in order."""
    return allowed(check_release, one, at, require)


def tests_clear(outcomes: Sequence[str]) -> bool:
    """Whether nothing that a laboratory said stands against a release: no result positive, none awaited."""
    return not {SampleOutcome.POSITIVE, SampleOutcome.PENDING} & set(outcomes)


def tests_missing(outcomes: Sequence[str], tests_due: Sequence[str], require: Iterable[str]) -> bool:
    """Whether samples were due of which no result is known here; a person must look, since laboratories report elsewhere too."""
    return TESTS_NEGATIVE in frozenset(require) and len([one for one in outcomes if one == SampleOutcome.NEGATIVE]) < len(tests_due)


def stage_over(steps: Sequence[Step], on: date) -> tuple[Step, Step] | None:
    """The stage whose last day this is and the one that follows it, where several were ordered ("7+3"); else nothing."""
    return next(((one, following) for one, following in pairwise(steps) if one.due_on == on and following.due_on != on), None)
