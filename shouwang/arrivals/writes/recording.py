"""Registers returns: the one door for spreadsheet, page and API."""

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction

from shouwang.accounts.actors import Actor
from shouwang.arrivals.choices import State
from shouwang.arrivals.models import Arrival
from shouwang.arrivals.writes.cases import Batch, Case
from shouwang.arrivals.writes.histories import decided, keep_decisions
from shouwang.arrivals.writes.judging import identity_of, judge_cases
from shouwang.arrivals.writes.measures import Followed, propose_measures, record_fevers
from shouwang.arrivals.writes.merging import merge_reports
from shouwang.arrivals.writes.rows import NewArrival
from shouwang.arrivals.writes.verdicts import verdict_of
from shouwang.audit.writes import record_event
from shouwang.ledger import tallies
from shouwang.ledger.records import stamp
from shouwang.lib.sealed import Sealed, seal
from shouwang.lib.verdicts import Verdict
from shouwang.people.writes import identify, move_persons

CHUNK = 1000
COPIED = (
    "from_place", "via_place", "via_key_area", "left_on", "arrived_on", "transport", "transport_no", "companions",
    "case_contact",
    "temperature_c", "symptoms", "vaccination", "test", "health_certificate", "fever_history", "work_need",
    "stay_in_risk_area_days",
    "stay_in_risk_county_days", "registered_address", "address", "employer", "responsible", "grid_worker",
    "recorded_by",
    "declared_by", "external_no", "remark", "stated", "area_words",
)  # fmt: skip


def record_arrivals(batch: Sequence[NewArrival], *, by: Actor) -> list[Verdict]:
    """Register returns, classify them by the rules in force, and propose the measures that follow; one verdict a row.

    A return that is registered already is not counted again: facts it lacks are added, other facts are shown as
    differences, contradicting ones are kept for a person to decide. Raises Refused not_permitted.
    """
    try:
        with transaction.atomic():
            return _record(batch, by)
    except IntegrityError:  # somebody registered one of these persons at the same moment; now that can be seen
        with transaction.atomic():
            return _record(batch, by)


def _record(batch: Sequence[NewArrival], by: Actor) -> list[Verdict]:
    judged = judge_cases(batch, by=by)
    _identify(judged)
    kept = [case for case in judged.cases if case.is_kept]
    _expect_no_longer(kept)
    move_persons({case.person_id: case.area for case in kept if case.person_id and case.moves_person}, by=by)
    arrivals = [arrival_of(case, judged) for case in kept]
    Arrival.objects.bulk_create(arrivals, batch_size=CHUNK)
    followed = [
        Followed(arrival, case.classification, case.rules)
        for case, arrival in zip(kept, arrivals, strict=True)
        if arrival.live
    ]
    standing = [one.arrival for one in followed]
    tallies.post(Arrival, [arrival.pk for arrival in standing])
    keep_decisions(standing, actor=by, book=judged.book)
    propose_measures(followed, actor=by)
    record_fevers(followed, actor=by)
    merge_reports(judged)
    record_event(
        by=by, action="arrivals.record_arrivals", area=by.area, count=len(kept), detail={"sent": len(judged.cases)}
    )
    return [verdict_of(case) for case in judged.cases]


def _identify(judged: Batch) -> None:
    """Everybody who is kept becomes a person; somebody else may have registered one a moment ago."""
    cases = [case for case in judged.cases if case.is_kept]
    for case, found in zip(cases, identify([identity_of(case) for case in cases], by=judged.actor), strict=True):
        if found.refusal:
            case.refuse(found.refusal)
        case.person_id = found.person_id


def _expect_no_longer(kept: Sequence[Case]) -> None:
    """Whoever is here now was announced; the announcement has done its work. It was never counted."""
    here = [case.person_id for case in kept if not case.row.announced and not case.contradicts]
    expected = Arrival.objects.filter(person_id__in=here, live=True, state=State.ANNOUNCED)
    expected.update(live=False, state=State.DISMISSED)


def arrival_of(case: Case, judged: Batch) -> Arrival:
    """The record of a row. A contradiction is kept, but does not count until somebody decides."""
    state: dict[str, Any] = {"state": State.CONFLICT} if case.contradicts else decided(case.classification, case.happened_at)
    if case.expected:
        state["needs_transfer"] = case.expected.transfer_required
    return Arrival(
        id=case.id, root=case.id, person_id=case.person_id, device=case.row.device, live=not case.contradicts,
        **stamp(
            by=judged.actor, area=case.area, unit=case.unit, happened_at=case.happened_at, day=judged.stat_day(case),
            entered_at=judged.now, reported_by=case.reporter,
        ),
        **{name: getattr(case.row, name) for name in COPIED},
        responsible_phone=sealed_phone(case.row.responsible_phone),
        age=case.age, origin=case.origin, origin_code=case.origin_code, candidates=case.candidates,
        place_open=case.place_open,
        unassigned=case.unassigned, conflict_with=case.known.root if case.contradicts else None, **state,
    )  # fmt: skip


def sealed_phone(number: str) -> Sealed | None:
    """A responsible person's number as it is kept."""
    return seal().close("phone", number) if number else None
