"""What a resident sees of the own matter. Asked inside ``scope.own_rows``: nobody else's rows are there to be found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import get_language

from shouwang.accounts.actors import Actor, resident
from shouwang.accounts.scope import acting_as
from shouwang.arrivals import reads as arrivals
from shouwang.duty import reads as duty
from shouwang.duty.choices import TEAM_ROLES
from shouwang.lib import clocks
from shouwang.papers import reads as papers
from shouwang.papers.choices import PaperKind
from shouwang.people import reads as people
from shouwang.policy import reads as policy
from shouwang.policy.explanations import plan_of
from shouwang.quarantine import reads as quarantine
from shouwang.quarantine.choices import MEASURE_TITLES, SLOT_TITLES, State
from shouwang.residents.choices import OPEN_HELP
from shouwang.residents.models import Declaration, HelpRequest, Objection

CHECKS_SHOWN, CLOSED_SHOWN = 6, 5
SOURCE_LANGUAGE = "zh-hans"  # in which plans are written
IN_FORCE = (State.ACTIVE, State.IN_HOSPITAL)


@dataclass(frozen=True)
class TeamLine:
    """One of those who look after the person: the role, the name, the number to call."""

    title: Any
    name: str
    phone: str


@dataclass(frozen=True)
class Mine:
    """Everything a resident is told about one person, in the order of the link's persons (``number`` begins at 1)."""

    number: int
    card: Any
    standing: Any  # quarantine's Standing of the present or last measure; none if there never was one
    why: str
    rule: str
    legal_basis: str
    team: list[TeamLine]
    readings: Sequence[Any]
    slot: Any  # the check that is open now, if one is
    returned: Any  # the last return, if there is one
    help: list[HelpRequest]
    objections: list[Objection]
    declarations: list[Declaration]
    papers: list[Any]  # those that stand
    certificates: list[Any]  # those of which no copy is kept, and that are made again when asked for

    @property
    def measure(self) -> Any:
        """The measure in words."""
        return MEASURE_TITLES.get(self.standing.measure, self.standing.measure) if self.standing else ""

    @property
    def in_force(self) -> bool:
        """Whether a measure is in force now."""
        return self.standing is not None and self.standing.state in IN_FORCE

    @property
    def is_open(self) -> bool:
        """Whether there is a measure to object to: in force, or about to be."""
        return self.standing is not None and self.standing.observation.ended_at is None

    @property
    def last_day(self) -> date | None:
        """The day on which it ends."""
        return self.standing.due_on if self.standing else None

    @property
    def objection_to(self) -> str:
        """Where else to complain."""
        return self.standing.observation.objection_to if self.standing else ""

    @property
    def open_help(self) -> list[HelpRequest]:
        """What was asked for and is not closed."""
        return [one for one in self.help if one.state in OPEN_HELP]

    @property
    def lacks_certificate(self) -> bool:
        """Whether the measure was observed to its end, and there is no certificate of it to download."""
        done = self.standing is not None and self.standing.state in (State.RELEASED, State.ENDED_BY_ITSELF)
        return done and not self.certificates and not any(one.kind == PaperKind.COMPLETION_CERTIFICATE for one in self.papers)

    @property
    def class_label(self) -> str:
        """The class of the last return."""
        return arrivals.class_label(self.returned) if self.returned else ""


def mine(persons: Sequence[UUID], number: int, *, by: Actor) -> Mine | None:
    """The matter of the person with a number on this link, or none."""
    if not 1 <= number <= len(persons):
        return None
    person_id = persons[number - 1]
    card = people.person(person_id, by=by)
    if card is None:
        return None
    standing = next(iter(quarantine.of_person(person_id, by=by)), None)
    returns = arrivals.of_person(person_id, by=by)
    held = papers.of_person(person_id, by=by)
    return Mine(
        number=number, card=card, standing=standing, why=_why(standing, returns), rule=_rule(standing),
        legal_basis=_legal_basis(standing), team=_team(standing),
        readings=list(quarantine.readings_of(person_id)[:CHECKS_SHOWN]), slot=usable_slot(person_id) if standing else None,
        returned=returns[0] if returns else None,
        help=list(HelpRequest.objects.filter(person_id=person_id).order_by("-asked_at")[:CLOSED_SHOWN]),
        objections=list(Objection.objects.filter(person_id=person_id).order_by("-lodged_at")[:CLOSED_SHOWN]),
        declarations=list(Declaration.objects.filter(person_id=person_id).order_by("-declared_at")[:CLOSED_SHOWN]),
        papers=[one for one in held if not one.is_withdrawn],
        certificates=quarantine.certificates_let_go(person_id, held={one.number for one in held}),
    )  # fmt: skip


def _why(standing: Any, returns: Sequence[Any]) -> str:
    """The reason in one sentence, in the reader's language where the rule can say it, else as it was written down."""
    if standing is None:
        return ""
    source = next((one for one in returns if one.root == standing.observation.source_id), None)
    return (arrivals.why(source) if source else "") or standing.observation.sentence or standing.observation.basis


def _rule(standing: Any) -> str:
    """The plan that the measure follows from: its title and version."""
    if standing is None:
        return ""
    return plan_of(standing.observation.rule, get_language() or "en")


def _legal_basis(standing: Any) -> str:
    """The law it stands on, in the reader's language where the plan says it in that."""
    one, language = standing.observation if standing else None, get_language() or "en"
    if one is None or language == SOURCE_LANGUAGE:
        return one.legal_basis if one else ""
    with acting_as(resident(one.area, "legal basis")):  # plans name who put them in force: among the own rows there is none
        rules = policy.rulebook()
        return rules.legal_basis(one.legal_basis, measure=standing.measure, area=one.area, day=one.from_date, language=language)


def _team(standing: Any) -> list[TeamLine]:
    if standing is None or standing.observation.ended_at is not None:
        return []
    key = standing.observation.pk
    return [TeamLine(TEAM_ROLES.get(one.role, one.role), one.name, one.phone) for one in duty.contacts([key]).get(key, [])]


def usable_slot(person_id: UUID) -> Any:
    """The check of this person that is open now and not made yet: its title, and until when."""
    found = quarantine.open_check(person_id, clocks.now())
    return {"title": SLOT_TITLES.get(found.slot, found.slot), "until": found.closes_at} if found else None
