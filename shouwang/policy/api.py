"""The rules by API: read them, propose them, confirm what another proposed, try them on a made-up person.

Areas are management paths here: the tables that know official codes stand on a higher floor.
"""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from shouwang.accounts.choices import Permission
from shouwang.accounts.doors import actor_of
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict
from shouwang.policy import choices, reads, shelf, writes
from shouwang.policy.explanations import explain
from shouwang.policy.pack_examples import read_facts
from shouwang.policy.pack_tables import Faults, PackFaulty, Table
from shouwang.policy.packs import Pack
from shouwang.policy.tables import Classification, PlannedStep
from shouwang.policy.trials import classify_from

router = Router(tags=["policy"])
MOST_PROPOSALS = 200


class PackIn(Schema):
    """A pack to propose: from the shelf by ``pack_id``, or with ``content`` (a TOML pack's tables as JSON)."""

    area: str
    valid_from: date
    reason: str
    pack_id: str = ""
    content: dict[str, Any] | None = None
    valid_to: date | None = None
    cutoff: time | None = None
    freeze: time | None = None
    basis: str = ""
    recompute: bool = False


class OverlayIn(Schema):
    """One unit's rules over the pack of its area: the tables of an overlay as JSON."""

    unit: str
    area: str
    content: dict[str, Any]
    valid_from: date
    reason: str
    valid_to: date | None = None
    basis: str = ""


class DecisionIn(Schema):
    """The second person's answer; ``confirmed`` false declines and needs a remark."""

    proposal: UUID
    confirmed: bool
    remark: str = ""


class ProposalOut(Schema):
    """A proposal and how it stands: ``state`` is proposed, confirmed, declined, withdrawn or expired."""

    id: UUID
    state: str
    area: str
    unit: str
    pack_id: str
    version: int | None
    digest: str
    valid_from: date
    valid_to: date | None
    reason: str
    basis: str
    recompute: bool
    proposed_by: str
    proposed_at: datetime
    expires_at: datetime
    decided_by: str
    decided_at: datetime | None
    remark: str


class PutOut(Schema):
    """What became of one row; ``id`` is the proposal's."""

    outcome: str
    id: UUID | None = None
    code: str = ""
    reason: str = ""
    facts: dict[str, Any] = {}


class PackOut(Schema):
    """A pack on the shelf; ``faults`` say why it cannot be used."""

    pack_id: str
    version: int | None = None
    title_zh: str = ""
    title_en: str = ""
    disease: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    faults: list[str] = []


class InForceOut(Schema):
    """The rules of an area and day."""

    pack: PackOut
    digest: str
    cutoff: time
    freeze: time
    measures: list[str]
    classes: list[str]
    overlays: list[str]


class PersonIn(Schema):
    """A made-up person of a county (``home``: its official code), tried with the rules of an area, units and day."""

    area: str
    home: str
    on: date
    from_place: str = ""
    units: list[str] = []
    facts: dict[str, Any] = {}
    language: str = "zh-hans"


class StepOut(Schema):
    """One measure with its dates."""

    measure: str
    from_on: date | None
    due_on: date | None
    tests_on: list[date]
    team: str


class ClassOut(Schema):
    """The class of a person, and the sentence that explains it."""

    arrival_class: str
    origin: str
    origin_code: str
    measure: str
    due_on: date | None
    steps: list[StepOut]
    needs_missing: list[str]
    then: list[str]
    transfer_required: bool
    unit: str
    sentence: str


@router.get("/packs", response=list[PackOut])
def packs(request: HttpRequest) -> list[dict[str, Any]]:
    """The packs that come with the product, with what is wrong with them if anything is."""
    actor_of(request).check(Permission.MANAGE_POLICY)
    return [_on_shelf(pack_id) for pack_id in shelf.files()]


@router.get("/in-force", response=InForceOut)
def in_force(request: HttpRequest, area: str, day: date, units: str = "") -> dict[str, Any]:
    """The rules that apply in an area on a day, for people of the units named (own first, comma between)."""
    actor_of(request).check(Permission.MANAGE_POLICY, area)
    book, chain = reads.rulebook(), [unit for unit in units.split(",") if unit]
    rules, (cutoff, freeze) = book.rules_for(chain, area, day), book.cutoff_for(area, day)
    return {
        "pack": _described(rules),
        "digest": book.pack_for(area, day).digest,
        "cutoff": cutoff,
        "freeze": freeze,
        "measures": list(rules.measures),
        "classes": [line.id for line in rules.classes],
        "overlays": [overlay.unit for overlay in book.overlays_for(chain, area, day)],
    }


@router.get("/proposals", response=list[ProposalOut])
def proposals(request: HttpRequest) -> list[dict[str, Any]]:
    """What was proposed in the post's area, the newest first (at most 200)."""
    return [_proposed(one) for one in reads.proposals(by=actor_of(request))[:MOST_PROPOSALS]]


@router.post("/proposals", response=list[PutOut])
def propose_packs(request: HttpRequest, batch: list[PackIn]) -> list[dict[str, Any]]:
    """Propose packs; one verdict for each, in the same order. In force only when another person has confirmed."""
    new = [writes.NewPack(**row.dict()) for row in batch]
    return [_verdict(verdict) for verdict in writes.propose_packs(new, by=actor_of(request))]


@router.post("/overlays", response=list[PutOut])
def propose_overlays(request: HttpRequest, batch: list[OverlayIn]) -> list[dict[str, Any]]:
    """Propose the rules of units; one verdict for each, in the same order. A second person has to confirm."""
    new = [writes.NewOverlay(**row.dict()) for row in batch]
    return [_verdict(verdict) for verdict in writes.propose_overlays(new, by=actor_of(request))]


@router.post("/decisions", response=list[PutOut])
def decide(request: HttpRequest, batch: list[DecisionIn]) -> list[dict[str, Any]]:
    """Confirm or decline what another person proposed; one verdict for each, in the same order."""
    decisions = [writes.Decision(**row.dict()) for row in batch]
    return [_verdict(verdict) for verdict in writes.decide_proposals(decisions, by=actor_of(request))]


@router.post("/try", response=ClassOut)
def try_person(request: HttpRequest, person: PersonIn) -> dict[str, Any]:
    """What the rules in force would give a made-up person. Nothing is kept."""
    actor_of(request).check(Permission.MANAGE_POLICY, person.area)
    faults = Faults("person")
    facts = read_facts(Table(person.facts, "facts", faults))
    if faults.found:
        lines = "; ".join(str(fault) for fault in faults.found)
        raise Refused("facts_unreadable", choices.FACTS_UNREADABLE, faults=lines)
    rules = reads.rules_for(person.units, person.area, person.on)
    return _classified(classify_from(facts, person.from_place, rules, home=person.home, on=person.on), person.language)


def _verdict(verdict: Verdict) -> dict[str, Any]:
    told = {"code": verdict.code, "reason": verdict.reason, "facts": verdict.facts}
    return {"outcome": verdict.outcome, "id": verdict.id, **told}


def _proposed(one: Any) -> dict[str, Any]:
    same = ("id", "area", "unit", "pack_id", "version", "digest", "valid_from", "valid_to", "reason", "basis", "recompute", "remark")
    return {name: getattr(one, name) for name in same} | {
        "state": reads.shown_state(one, clocks.now()), "expires_at": one.expires_at,
        "proposed_by": one.proposed_name, "proposed_at": one.proposed_at,
        "decided_by": one.decided_name, "decided_at": one.decided_at,
    }  # fmt: skip


def _on_shelf(pack_id: str) -> dict[str, Any]:
    try:
        return _described(shelf.pack(pack_id))
    except PackFaulty as faulty:
        return {"pack_id": pack_id, "faults": [str(fault) for fault in faulty.faults]}


def _described(pack: Pack) -> dict[str, Any]:
    return {
        "pack_id": pack.id,
        "version": pack.version,
        "title_zh": pack.titles.zh,
        "title_en": pack.titles.en,
        "disease": pack.disease,
        "valid_from": pack.valid_from,
        "valid_to": pack.valid_to,
    }


def _classified(classification: Classification, language: str) -> dict[str, Any]:
    return {
        "arrival_class": classification.class_id,
        "origin": classification.origin.kind,
        "origin_code": classification.origin.code,
        "measure": classification.measure,
        "due_on": classification.due_on,
        "steps": [_step(step) for step in classification.measure_steps],
        "needs_missing": list(classification.needs_missing),
        "then": list(classification.then),
        "transfer_required": classification.transfer_required,
        "unit": classification.rule.unit,
        "sentence": explain(classification, language),
    }


def _step(step: PlannedStep) -> dict[str, Any]:
    team = step.measure.team.id if step.measure.team else ""
    dates = {"from_on": step.from_on, "due_on": step.due_on, "tests_on": list(step.tests_on)}
    return {"measure": step.measure.id, "team": team, **dates}
