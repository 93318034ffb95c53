"""What observations wait for, as conditions: a list takes one of them, my day counts by all of them in one query."""

from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from shouwang.accounts.actors import Actor
from shouwang.lib import clocks
from shouwang.quarantine.choices import HOME_OBSERVATION, WAITING, SampleOutcome, State
from shouwang.quarantine.models import Alert, Assessment, SampleResult
from shouwang.quarantine.reads.states import observations
from shouwang.quarantine.reads.teams import lacks_a_role

AGAINST_RELEASE = (SampleOutcome.POSITIVE, SampleOutcome.PENDING)


def for_an_order() -> Q:
    """Proposed measures that nobody has started, and stricter ones that wait for an order."""
    return (Q(state__in=WAITING) | ~Q(pending={})) & Q(ended_at__isnull=True)


def for_a_look_at_the_home() -> Q:
    """Measures at home in force whose home nobody has found suitable."""
    suitable = Assessment.objects.filter(observation=OuterRef("pk"), suitable=True, live=True)
    return Q(~Exists(suitable), state=State.ACTIVE, ordered_at__isnull=False, measure=HOME_OBSERVATION)


def for_a_signature() -> Q:
    """Open measures with an assessment that lacks a signature."""
    lacking = Assessment.objects.filter(Q(community_signer="") | Q(health_signer=""), observation=OuterRef("pk"), live=True)
    return Q(Exists(lacking), ended_at__isnull=True)


def for_release(today: date) -> Q:
    """Ordered measures whose last day is reached and with which all is in order: no open alert, no sample positive or awaited."""
    alerted, against = _in_the_way()
    return Q(~Exists(alerted), ~Exists(against), state=State.ACTIVE, ordered_at__isnull=False, due_on__lte=today)


def against_release() -> Q:
    """Measures that are not released on their last day: an open alert, a sample positive or awaited, or the person in hospital."""
    alerted, against = _in_the_way()
    return Q(Exists(alerted)) | Q(Exists(against)) | ~Q(state=State.ACTIVE)


def _in_the_way() -> tuple[QuerySet[Alert], QuerySet[SampleResult]]:
    alerted = Alert.objects.filter(observation=OuterRef("pk"), closed_at__isnull=True)
    return alerted, SampleResult.objects.filter(observation=OuterRef("pk"), live=True, outcome__in=AGAINST_RELEASE)


def counts(*, by: Actor, now: datetime) -> dict[str, int]:
    """How many of the post's area wait for each: ``order``, ``assessment``, ``signature``, ``release`` (``overdue``: since an earlier day), ``team``. One query."""
    today = clocks.local(now).date()
    waits = {
        "order": for_an_order(), "assessment": for_a_look_at_the_home(), "signature": for_a_signature(),
        "release": for_release(today), "overdue": for_release(today) & Q(due_on__lt=today), "team": lacks_a_role(now),
    }  # fmt: skip
    open_now = observations(by=by).filter(ended_at__isnull=True)
    return open_now.aggregate(**{name: Count("pk", filter=condition) for name, condition in waits.items()})
