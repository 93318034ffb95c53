"""People by API. An ``area`` is a path or an official code. Numbers come out masked; searches are posted."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Query, Router, Status

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.accounts.doors import actor_of
from shouwang.ledger.schemas import Answer, VerdictOut, answer
from shouwang.lib.verdicts import Verdict, refused
from shouwang.people import reads, writes
from shouwang.people.api.schemas import (
    Asked,
    CorrectionIn,
    DecisionIn,
    HomesSuspicionOut,
    HouseholdGrids,
    HouseholdMergeIn,
    HouseholdMergeOut,
    HouseholdOut,
    HouseholdPageOut,
    Households,
    HouseholdsApartIn,
    Most,
    PersonOut,
    Persons,
    ReasonIn,
    RevealedOut,
    RevealIn,
    SearchIn,
    SuspicionOut,
    TakenOuts,
    Which,
)
from shouwang.people.reads.locating import Where, locate
from shouwang.people.rules.households import Home
from shouwang.people.rules.identities import Identity
from shouwang.places import reads as places

router = Router(tags=["people"])


def _actor(request: HttpRequest, permission: Permission) -> Actor:
    actor = actor_of(request)
    actor.check(permission)
    return actor


def _area(text: str, by: Actor) -> str:
    """The path of an area of the post; of the post's own area where none is asked for."""
    if not text:
        return by.area
    path = places.path_of(text)
    if path is None or not by.covers(path):
        raise Http404
    return path


def _placed(
    where: Sequence[Where], by: Actor, work: Callable[[list[tuple[int, str]]], Sequence[Verdict]]
) -> dict[str, Any]:
    """Verdicts on rows once their areas are known; ``work`` gets position and path of the rows whose area is."""
    found = locate(where, by=by)
    known = [(at, place.area) for at, place in enumerate(found) if place.refusal is None]
    answers = iter(work(known))
    return answer([refused(place.refusal) if place.refusal else next(answers) for place in found])


@router.post("/persons", response=Answer)
def record_persons(request: HttpRequest, batch: Persons) -> dict[str, Any]:
    """Make sure that persons are registered, once each."""
    by = _actor(request, Permission.EDIT_PEOPLE)
    told = [row.dict(exclude={"id_number", "household", "area"}) for row in batch.rows]

    def work(known: list[tuple[int, str]]) -> list[Verdict]:
        identities = [
            Identity(**told[at], area=area, document=batch.rows[at].id_number, household_id=batch.rows[at].household)
            for at, area in known
        ]
        return [found.verdict for found in writes.identify(identities, by=by)]

    return _placed([Where(area=row.area or by.area) for row in batch.rows], by, work)


@router.post("/households", response=Answer)
def record_households(request: HttpRequest, batch: Households) -> dict[str, Any]:
    """Register households or bring them up to date."""
    by = _actor(request, Permission.EDIT_PEOPLE)
    told = [row.dict(exclude={"grid", "area"}) for row in batch.rows]

    def work(known: list[tuple[int, str]]) -> list[Verdict]:
        return writes.record_households([Home(**told[at], area=area) for at, area in known], by=by)

    return _placed([Where(area=row.area or by.area, grid=row.grid) for row in batch.rows], by, work)


@router.post("/household-grids", response=Answer)
def put_in_grids(request: HttpRequest, batch: HouseholdGrids) -> dict[str, Any]:
    """Put households into grids of their village; whoever lives there follows."""
    by = _actor(request, Permission.EDIT_PEOPLE)
    return answer(writes.put_in_grids([writes.GridPlace(row.household, row.grid) for row in batch.rows], by=by))


@router.post("/household-grids/undos", response=Answer)
def take_out_of_grids(request: HttpRequest, batch: TakenOuts) -> dict[str, Any]:
    """Take back within a day that households were put into a grid: they, and who went with them, lie where they lay before."""
    by = _actor(request, Permission.EDIT_PEOPLE)
    return answer(writes.take_out_of_grids([writes.TakenOut(row.household, row.reason) for row in batch.rows], by=by))


@router.post("/search", response=list[PersonOut])
def search(request: HttpRequest, asked: SearchIn) -> list[reads.PersonCard]:
    """Persons of the post's area who fit, at most 50."""
    by = _actor(request, Permission.VIEW_PEOPLE)
    return reads.search(asked.query, by=by, area=_area(asked.area, by), limit=min(max(asked.limit, 1), 50))


@router.get("/persons/{uuid:person_id}", response=PersonOut)
def get_person(request: HttpRequest, person_id: UUID) -> reads.PersonCard:
    """One person; the look is logged."""
    return writes.open_person(person_id, by=_actor(request, Permission.VIEW_PEOPLE))


@router.post("/persons/{uuid:person_id}/correct", response=VerdictOut)
def correct_person(request: HttpRequest, person_id: UUID, correction: CorrectionIn) -> Any:
    """Correct facts of a person; a document and a telephone as written."""
    by = _actor(request, Permission.EDIT_PEOPLE)
    changes = correction.changes.dict(exclude_unset=True)
    if changes.get("area"):
        changes["area"] = _area(changes["area"], by)
    return answer([writes.correct_person(person_id, changes, why=correction.why, by=by)])["verdicts"][0]


@router.post("/persons/{uuid:person_id}/reveal", response=RevealedOut)
def reveal(request: HttpRequest, person_id: UUID, asked: RevealIn) -> dict[str, str]:
    """A sealed value in full, for a reason that is logged."""
    by = _actor(request, Permission.REVEAL)
    return {"value": writes.reveal(person_id, asked.fact, reason=asked.reason, by=by)}


@router.get("/households", response=list[HouseholdOut])
def list_households(request: HttpRequest, which: Query[Which]) -> list[Any]:
    """Households of an area in the order of their doors."""
    by = _actor(request, Permission.VIEW_PEOPLE)
    rows = reads.households(_area(which.area, by), by=by, text=which.text)
    start = (which.page - 1) * which.size
    return list(rows[start : start + which.size])


@router.get("/households/suspicions", response=list[HomesSuspicionOut])
def list_homes_suspected(request: HttpRequest, asked: Query[Most]) -> list[Any]:
    """Households that may be registered twice and wait for a decision, oldest first."""
    return list(reads.homes_suspected(by=_actor(request, Permission.VIEW_PEOPLE))[: asked.size])


@router.get("/households/{uuid:household_id}", response=HouseholdPageOut)
def get_household(request: HttpRequest, household_id: UUID) -> reads.HouseholdPage:
    """One household with who is listed in it."""
    found = reads.household(household_id, by=_actor(request, Permission.VIEW_PEOPLE))
    if found is None:
        raise Http404
    return found


@router.get("/households/{uuid:household_id}/merges", response=list[HouseholdMergeOut])
def list_household_merges(request: HttpRequest, household_id: UUID) -> list[Any]:
    """The households that were merged into one and not taken back, the latest first."""
    found = reads.household(household_id, by=_actor(request, Permission.VIEW_PEOPLE))
    if found is None:
        raise Http404
    return list(reads.household_merges(found.household.pk))


@router.post("/households/{uuid:household_id}/merge", response=HouseholdMergeOut)
def merge_households(request: HttpRequest, household_id: UUID, asked: HouseholdMergeIn) -> Any:
    """Make one household of two: everything of ``gone`` moves to the one of the address."""
    return writes.merge_households(household_id, asked.gone, reason=asked.reason, by=_actor(request, Permission.EDIT_PEOPLE))


@router.post("/households/{uuid:household_id}/tell-apart", response={204: None})
def tell_homes_apart(request: HttpRequest, household_id: UUID, asked: HouseholdsApartIn) -> Status[None]:
    """Remember that two households are two: nobody is asked about them again."""
    writes.tell_homes_apart(household_id, asked.other, reason=asked.reason, by=_actor(request, Permission.EDIT_PEOPLE))
    return Status(204, None)


@router.get("/households/{uuid:household_id}/told-apart", response=list[HouseholdMergeOut])
def list_decided_apart(request: HttpRequest, household_id: UUID) -> list[Any]:
    """The decisions in force that a household is not another one, the latest first."""
    found = reads.household(household_id, by=_actor(request, Permission.VIEW_PEOPLE))
    if found is None:
        raise Http404
    return list(reads.decided_apart(found.household.pk))


@router.post("/households/merges/{uuid:merge_id}/ask-again", response={204: None})
def ask_homes_again(request: HttpRequest, merge_id: UUID, asked: ReasonIn) -> Status[None]:
    """Take back that two households are two; both decisions stay written."""
    writes.ask_homes_again(merge_id, reason=asked.reason, by=_actor(request, Permission.EDIT_PEOPLE))
    return Status(204, None)


@router.post("/households/merges/{uuid:merge_id}/take-back", response={204: None})
def part_households(request: HttpRequest, merge_id: UUID, asked: ReasonIn) -> Status[None]:
    """Take a merge back; the two are two households again."""
    writes.part_households(merge_id, reason=asked.reason, by=_actor(request, Permission.EDIT_PEOPLE))
    return Status(204, None)


@router.get("/suspicions", response=list[SuspicionOut])
def list_suspicions(request: HttpRequest, asked: Query[Asked]) -> list[Any]:
    """Persons who may be registered twice."""
    by = _actor(request, Permission.VIEW_PEOPLE)
    cards = [reads.side_by_side(row) for row in reads.suspicions(by=by, decided=asked.decided)[: asked.size]]
    return [
        {
            "id": card.suspicion.pk, "area": card.suspicion.area, "why": card.suspicion.why,
            "decision": card.suspicion.decision, "one": card.one, "other": card.other,
        }
        for card in cards
    ]  # fmt: skip


@router.post("/suspicions/{uuid:suspicion_id}/decide", response=PersonOut)
def decide_suspicion(request: HttpRequest, suspicion_id: UUID, decided: DecisionIn) -> Any:
    """Say whether two persons are one; answers with the one that stays."""
    by = _actor(request, Permission.EDIT_PEOPLE)
    kept = writes.decide_suspicion(suspicion_id, decided.decision, reason=decided.reason, by=by)
    return reads.person(kept.pk, by=by)


@router.post("/suspicions/{uuid:suspicion_id}/take-back", response={204: None})
def take_back(request: HttpRequest, suspicion_id: UUID, asked: ReasonIn) -> Status[None]:
    """Take a decision back; the two are two again."""
    writes.take_back(suspicion_id, reason=asked.reason, by=_actor(request, Permission.EDIT_PEOPLE))
    return Status(204, None)
