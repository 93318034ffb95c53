"""The paper form, typed by the office on one screen: the same doors as the resident's own pages."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.arrivals import writes as arrivals
from shouwang.audit.writes import record_event
from shouwang.lib.ids import uuid7
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, accepted
from shouwang.people import writes as people
from shouwang.residents import choices
from shouwang.residents.writes.declarations import Told
from shouwang.residents.writes.objections import NewObjection, lodge_objections
from shouwang.residents.writes.readings import OwnReading, report_reading
from shouwang.residents.writes.requests import NewHelp, ask_help


@dataclass(frozen=True, slots=True)
class Paper:
    """One filled-in form: who it is, and whichever parts were filled in."""

    told: Told
    help_kind: str = ""
    help_words: str = ""
    urgent: bool = False
    objection: str = ""
    key: UUID = field(default_factory=uuid7)

    def __repr__(self) -> str:
        """Nothing of the person stands in logs."""
        return "Paper(…)"


@transaction.atomic
def enter_paper(paper: Paper, *, by: Actor) -> Verdict:
    """Take a paper form in as a whole, or not at all. The verdict's id is the person; its facts name what was recorded.

    Raises Refused with the reason of the part that cannot be taken.
    """
    by.check(Permission.RECORD_ARRIVALS)
    facts: dict[str, Any] = {}
    person = _person(paper, facts, by)
    if paper.told.temperature_c is not None and not paper.told.from_place:
        _taken(report_reading(OwnReading(person, str(paper.told.temperature_c), paper.told.symptoms, paper.key), by=by))
    if paper.help_words.strip():
        _taken(ask_help([NewHelp(person, paper.help_kind, paper.help_words, paper.urgent, paper.key)], by=by)[0])
    if paper.objection.strip():
        facts["number"] = _taken(lodge_objections([NewObjection(person, paper.objection, key=paper.key)], by=by)[0]).facts["number"]
    record_event(by=by, action="residents.enter_paper", area=by.area, subject=person)
    return accepted(person, **facts)


def _person(paper: Paper, facts: dict[str, Any], by: Actor) -> UUID:
    """Whose form it is: through the register where a return is declared, else whoever is known, else somebody new."""
    told = paper.told
    if told.from_place:
        facts["arrival"] = _taken(arrivals.record_arrivals([told.arrival()], by=by)[0]).id
    identity = people.Identity(full_name=told.full_name, area=told.area, document=told.id_number or None, phone=told.phone or None, address=told.address)
    found = people.identify([identity], by=by)[0]
    if found.refusal:
        raise found.refusal
    if found.person_id is None:
        raise Refused("not_found", choices.NOT_YOURS)
    return found.person_id


def _taken(verdict: Verdict) -> Verdict:
    if not verdict.taken:
        raise Refused(verdict.code, verdict.reason)
    return verdict
