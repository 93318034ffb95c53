"""Registrations of a return that is known already: what they add, and what they say otherwise."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from shouwang.arrivals.models import Arrival, OtherReport
from shouwang.arrivals.rules.returns import Relation
from shouwang.arrivals.writes.cases import Batch, Case
from shouwang.arrivals.writes.correcting import reclassify, recount_fevers, supersede
from shouwang.arrivals.writes.moving import move_arrivals
from shouwang.arrivals.writes.verdicts import shown_differences
from shouwang.ledger.records import stamp

CHUNK = 1000
ADDED = "facts added from another registration"


def merge_reports(judged: Batch) -> None:
    """Add the facts that the known registrations lack, and remember what else was said of them and by whom."""
    cases = [case for case in judged.open() if case.compared and case.compared.relation is Relation.SAME]
    if not cases:
        return
    known = {one.root: one for one in Arrival.objects.filter(root__in={case.known.root for case in cases}, live=True)}
    _remember([case for case in cases if case.known.root in known], known, judged)
    additions = _additions(cases)
    changed = [(known[root], facts) for root, facts in additions.items() if root in known and facts]
    if changed:
        device = next((case.row.device for case in cases if case.row.device), "")
        news = supersede(changed, actor=judged.actor, why=ADDED, device=device)
        known |= {new.root: new for new in news}
        reclassify(news, actor=judged.actor, why=ADDED)
        recount_fevers([new for new in news if "temperature_c" in additions[new.root]], actor=judged.actor)
    move_arrivals([(known[root], area) for root, area in _areas(cases).items() if root in known], actor=judged.actor)


def _additions(cases: Iterable[Case]) -> dict[UUID, dict[str, Any]]:
    """What each return gains; of several rows that say something the first counts."""
    found: dict[UUID, dict[str, Any]] = {}
    for case in cases:
        assert case.compared is not None
        for name in case.compared.additions:
            if name != "area":
                found.setdefault(case.known.root, {}).setdefault(name, getattr(case, name))
    return found


def _areas(cases: Iterable[Case]) -> dict[UUID, str]:
    """The villages of returns that were not assigned before."""
    return {case.known.root: case.area for case in cases if case.compared and "area" in case.compared.additions}


def _remember(cases: list[Case], known: Mapping[UUID, Arrival], judged: Batch) -> None:
    """Another office's word is kept once, however often it is sent."""
    before = OtherReport.objects.filter(arrival__in=list(known)).values_list("arrival", "reported_by", "differences")
    seen = {_key(*row) for row in before}
    rows = []
    for case in cases:
        row = _report(case, known[case.known.root], judged)
        if row.differences and (key := _key(row.arrival, row.reported_by, row.differences)) not in seen:
            seen.add(key)
            rows.append(row)
    OtherReport.objects.bulk_create(rows, batch_size=CHUNK)


def _report(case: Case, known: Arrival, judged: Batch) -> OtherReport:
    assert case.compared is not None
    return OtherReport(
        id=case.id, device=case.row.device, arrival=known.root, declared_by=case.row.declared_by,
        differences=shown_differences(case.compared),
        **stamp(
            by=judged.actor, area=known.area, unit=known.unit, happened_at=case.happened_at, day=judged.stat_day(case),
            entered_at=judged.now, reported_by=case.reporter,
        ),
    )  # fmt: skip


def _key(arrival: UUID, reporter: str, differences: Mapping[str, Any]) -> tuple[Any, ...]:
    return arrival, reporter, repr(sorted(differences.items()))
