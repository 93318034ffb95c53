"""Papers for many returns at once: start notices, in the order of a walk through the village."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.arrivals import choices
from shouwang.arrivals.models import Arrival
from shouwang.audit.writes import record_event
from shouwang.duty import reads as duty
from shouwang.duty.choices import TEAM_ROLES
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, refused
from shouwang.papers import writes as papers
from shouwang.papers.choices import PaperKind
from shouwang.people import reads as people
from shouwang.places import reads as places
from shouwang.quarantine import reads as quarantine
from shouwang.quarantine.choices import IN_FORCE, MEASURE_TITLES
from shouwang.ui import formats


@transaction.atomic
def issue_start_notices(roots: Sequence[UUID], *, by: Actor) -> list[Verdict]:
    """Issue the start notice of each return's measure; the verdict's id is the paper. Issued that day already: a duplicate.

    Refused per row: not_started; what ``papers`` refuses. Raises Refused not_permitted.
    """
    by.check(Permission.ISSUE_DOCUMENTS)
    standing = _in_force(roots, by)
    drafts = dict(zip(standing, _notices(list(standing.values()), by), strict=True))
    issued = dict(zip(drafts, papers.issue(list(drafts.values()), by=by) if drafts else [], strict=True))
    verdicts = [issued.get(root) or refused(Refused("not_started", choices.NOT_STARTED)) for root in roots]
    record_event(by=by, action="arrivals.issue_start_notices", area=by.area, count=sum(one.taken for one in verdicts))
    return verdicts


def _in_force(roots: Sequence[UUID], by: Actor) -> dict[UUID, Any]:
    """The measure in force for the person of each return, by the root of the return."""
    persons = dict(Arrival.objects.filter(root__in=roots, live=True).values_list("root", "person_id"))
    found = quarantine.observations(by=by).filter(person_id__in=persons.values(), state__in=IN_FORCE)
    held = {one.person_id: one for one in found}
    return {root: held[persons[root]] for root in dict.fromkeys(roots) if persons.get(root) in held}


def _notices(observations: Sequence[Any], by: Actor) -> list[papers.NewPaper]:
    cards = people.persons({one.person_id for one in observations}, by=by)
    contacts = duty.contacts([one.pk for one in observations])
    names = places.full_names({one.area for one in observations})
    offices = _offices(observations, by)
    with translation.override(settings.LANGUAGE_CODE):
        return [
            _notice(one, cards.get(one.person_id), contacts.get(one.pk, []), names, offices, by) for one in observations
        ]


def _offices(observations: Sequence[Any], by: Actor) -> dict[str, str]:
    return places.unit_names({one.unit for one in observations} | {by.unit})


def _notice(
    one: Any, card: Any, contacts: Sequence[Any], names: dict[str, str], offices: dict[str, str], by: Actor
) -> papers.NewPaper:
    office = offices.get(one.unit) or offices.get(by.unit) or names.get(one.area, "")
    team = [{"role": str(TEAM_ROLES.get(member.role, member.role)), "name": member.name, "phone": member.phone} for member in contacts]
    facts = {
        "person_name": card.full_name if card else "", "document": (card.document or card.no_document_reason) if card else "",
        "phone": card.phone if card else "", "address": one.address or (card.address if card else "") or names.get(one.area, ""),
        "measure": str(MEASURE_TITLES.get(one.measure, one.measure)), "reason": one.sentence or one.basis,
        "legal_basis": one.legal_basis, "from_day": formats.day(one.from_date),
        "last_day": formats.day(one.due_on) if one.due_on else "", "author": by.name or office,
        "objection_to": one.objection_to or office, "team": team, "contact": _contact(team),
    }  # fmt: skip
    return papers.NewPaper(
        kind=PaperKind.START_NOTICE, area=one.area, unit=one.unit, facts=facts, person_id=one.person_id, about=one.pk,
        valid_from=one.from_date, valid_to=one.due_on,
    )


def _contact(team: Sequence[dict[str, str]]) -> str:
    return f"{team[0]['name']} {team[0]['phone']}".strip() if team else ""
