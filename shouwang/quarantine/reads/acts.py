"""Orders, releases and assessments that can be taken back, and what has happened since."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import Q

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.ledger.records import Record
from shouwang.lib import clocks
from shouwang.quarantine.choices import ActKind
from shouwang.quarantine.models import (
    Act,
    Assessment,
    Booking,
    Document,
    Event,
    Observation,
    Reading,
    SampleResult,
    SpotCheck,
    Stay,
)
from shouwang.quarantine.rules.undoing import Since, can_undo

NEEDED = {ActKind.ORDER: Permission.ORDER_OBSERVATION, ActKind.RELEASE: Permission.RELEASE, ActKind.ASSESSMENT: Permission.ASSESS_HOME}
CHECKS = (Reading, SpotCheck, SampleResult)
WRITTEN = (Assessment, Document, Event)


def latest_acts(observations: Iterable[UUID], kind: str = "") -> dict[UUID, Act]:
    """The last act on each observation that was not taken back, of a kind or of any."""
    of_kind = Q(kind=kind) if kind else Q()
    acts = Act.objects.filter(of_kind, observation__in=list(observations), live=True).order_by("received")
    return {act.observation_id: act for act in acts}


def since(acts: Mapping[UUID, Act], observations: Mapping[UUID, Observation]) -> dict[UUID, Since]:
    """What has happened after each act, in a constant number of queries."""
    checked = _after(CHECKS, acts)
    written = _after(WRITTEN, acts)
    beds, signed = _changed_beds(acts), _signed_since(acts)
    persons = {observations[key].person_id for key in acts}
    again = set(Observation.objects.filter(person__in=persons, ended_at__isnull=True).values_list("person_id", "pk"))
    return {
        key: Since(
            act.entered_at, key in checked and act.kind != ActKind.ASSESSMENT, key in written,
            act.after != observations[key].version or key in beds or key in signed,
            any(person == observations[key].person_id and pk != key for person, pk in again),
        )
        for key, act in acts.items()
    }  # fmt: skip


def _after(models: Iterable[type[Record]], acts: Mapping[UUID, Act]) -> set[UUID]:
    """The observations about which a record of one of these kinds came after the act."""
    found: set[UUID] = set()
    if not acts:
        return found
    first = min(act.received for act in acts.values())
    for model in models:
        rows = model._default_manager.filter(observation__in=list(acts), live=True, received__gt=first)
        found |= {key for key, received in rows.values_list("observation_id", "received") if received > acts[key].received}
    return found


def _changed_beds(acts: Mapping[UUID, Act]) -> set[UUID]:
    """The observations whose stay or reserved bed, made or changed by the act, was changed after it."""
    left = {UUID(key): version for act in acts.values() for key, version in act.before.get("versions", {}).items()}
    return {key for model in (Stay, Booking) for key in _changed_rows(model, acts, left)}


def _changed_rows(model: type[Stay] | type[Booking], acts: Mapping[UUID, Act], left: Mapping[UUID, int]) -> set[UUID]:
    name = model.__name__
    touched = {UUID(key): act.observation_id for act in acts.values() for part in ("made", "changed") for key in act.before.get(part, {}).get(name, ())}
    rows = model._default_manager.filter(pk__in=list(touched)).values_list("pk", "version") if touched else []
    return {touched[key] for key, version in rows if version != left.get(key, version)}


def _signed_since(acts: Mapping[UUID, Act]) -> set[UUID]:
    """The observations whose assessment somebody has signed after it was entered: it is theirs, too."""
    entered = {key: act.entered_at for key, act in acts.items() if act.kind == ActKind.ASSESSMENT}
    rows = Assessment.objects.filter(observation__in=list(entered), live=True) if entered else []
    return {one.observation_id for one in rows for at in (one.community_signed_at, one.health_signed_at) if at and at > entered[one.observation_id]}


def may_be_undone(observation: Observation, *, by: Actor) -> str:
    """The kind of the last act on an observation, if this post can take it back now; else empty."""
    acts = latest_acts([observation.pk])
    act = acts.get(observation.pk)
    if act is None or not can_undo(since(acts, {observation.pk: observation})[observation.pk], clocks.now()):
        return ""
    return str(act.kind) if by.can(NEEDED[ActKind(act.kind)], observation.area) else ""
