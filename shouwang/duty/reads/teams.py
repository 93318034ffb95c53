"""Teams: who fills which role, and which roles nobody fills.

A role is filled while a member holds it who is not on leave, or on leave with somebody standing in.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from shouwang.duty.choices import TEAM_ROLES
from shouwang.duty.models import Absence, Team, TeamMember
from shouwang.duty.rules import vacancies
from shouwang.lib import clocks, paths
from shouwang.lib.phones import national
from shouwang.lib.sealed import seal


@dataclass(frozen=True)
class MemberCard:
    """Who fills a role. ``name`` is shown, for the household has to know it; the phone is masked."""

    role: str
    name: str
    phone: str
    staff_code: str
    from_at: datetime
    on_leave: bool = False
    substitute: str = ""

    @property
    def title(self) -> Any:
        """The role in the reader's language."""
        return TEAM_ROLES.get(self.role, self.role)


@dataclass(frozen=True)
class TeamCard:
    """A team as shown."""

    id: UUID
    observed_id: UUID
    area: str
    unit: str
    template_id: str
    roles: list[str]
    members: dict[str, MemberCard]
    missing: list[str]
    from_at: datetime
    to_at: datetime | None

    @property
    def places(self) -> list[tuple[str, Any, MemberCard | None]]:
        """Every role of the template: its name, its title, and who fills it."""
        return [(role, TEAM_ROLES.get(role, role), self.members.get(role)) for role in self.roles]


@dataclass(frozen=True)
class Contact:
    """Whom a household calls: for the notice in its hands, so the number is whole."""

    role: str
    name: str
    phone: str


def _open(moment: datetime) -> Q:
    return Q(from_at__lte=moment) & (Q(to_at__isnull=True) | Q(to_at__gt=moment))


def _absent(moment: datetime) -> Exists:
    """Whether a member is away at a moment and nobody stands in."""
    return Exists(Absence.objects.filter(_open(moment), staff=OuterRef("staff"), substitute__isnull=True))


def staffed_teams(moment: datetime) -> QuerySet[Any]:
    """Teams standing at a moment, each with ``filled``: the roles somebody fills."""
    roles = TeamMember.objects.filter(_open(moment), ~_absent(moment), team=OuterRef("pk")).values("role")
    return Team.objects.filter(_open(moment)).annotate(filled=ArraySubquery(roles))


def incomplete_teams(moment: datetime) -> QuerySet[Any]:
    """Teams standing at a moment with a role nobody fills; ``values("observed_id")`` serves as a subquery."""
    return staffed_teams(moment).exclude(roles__contained_by=F("filled"))


def missing_roles(observed_ids: Iterable[UUID], at: datetime | None = None) -> dict[UUID, list[str]]:
    """The roles nobody fills, by observation; empty for a whole team, left out where there is no team. One query."""
    found = staffed_teams(at or clocks.now()).filter(observed_id__in=list(observed_ids))
    return {
        observed: vacancies(roles, set(filled))
        for observed, roles, filled in found.values_list("observed_id", "roles", "filled")
    }


def teams(observed_ids: Iterable[UUID], at: datetime | None = None) -> dict[UUID, TeamCard]:
    """The teams of observations at a moment, by observation. Three queries for any number."""
    moment = at or clocks.now()
    return {
        card.observed_id: card
        for card in _cards(Team.objects.filter(_open(moment), observed_id__in=list(observed_ids)), moment)
    }


def team_of(observed_id: UUID) -> TeamCard | None:
    """The team of one observation: the present one, else the last."""
    last = Team.objects.filter(observed_id=observed_id).order_by("-from_at")[:1]
    moment = clocks.now()
    team = last.first()
    if team and team.to_at:
        moment = team.from_at
    return next(iter(_cards(Team.objects.filter(pk=team.pk), moment)), None) if team else None


def inside(area: str) -> Q:
    """Rows of an area."""
    low, high = paths.bounds(area)
    return Q(area__gte=low, area__lt=high)


def teams_below(area: str, at: datetime | None = None) -> QuerySet[Any]:
    """The teams standing in an area, with their filled roles."""
    return staffed_teams(at or clocks.now()).filter(inside(area)).order_by("area", "from_at", "pk")


def contacts(observed_ids: Iterable[UUID], at: datetime | None = None) -> dict[UUID, list[Contact]]:
    """Whom each household calls, in the order of the roles, with whole numbers: for notices only."""
    members = _members(at or clocks.now()).filter(team__observed_id__in=list(observed_ids))
    found: dict[UUID, list[Contact]] = {}
    for member in sorted(members, key=lambda member: member.team.roles.index(member.role)):
        phone = national(seal().open("phone", member.phone)) if member.phone else ""
        found.setdefault(member.team.observed_id, []).append(Contact(member.role, member.name, phone))
    return found


def _members(moment: datetime) -> QuerySet[TeamMember]:
    away = Absence.objects.filter(_open(moment)).select_related("substitute")
    return (
        TeamMember.objects.filter(_open(moment))
        .select_related("team", "staff")
        .prefetch_related(Prefetch("staff__absences", queryset=away, to_attr="away"))
    )


def _cards(found: QuerySet[Team], moment: datetime) -> list[TeamCard]:
    rows = list(found.prefetch_related(Prefetch("members", queryset=_members(moment), to_attr="present")))
    return [_card(team, team.present) for team in rows]  # type: ignore[attr-defined]


def _card(team: Team, present: list[TeamMember]) -> TeamCard:
    members = {member.role: _member_card(member) for member in present}
    filled = {role for role, member in members.items() if not member.on_leave or member.substitute}
    return TeamCard(
        id=team.pk,
        observed_id=team.observed_id,
        area=team.area,
        unit=team.unit,
        template_id=team.template_id,
        roles=team.roles,
        members=members,
        missing=vacancies(team.roles, filled),
        from_at=team.from_at,
        to_at=team.to_at,
    )


def _member_card(member: TeamMember) -> MemberCard:
    away = next(iter(member.staff.away), None) if member.staff else None  # type: ignore[attr-defined]
    return MemberCard(
        role=member.role,
        name=member.name,
        phone=member.phone_masked,
        staff_code=member.staff.code if member.staff else "",
        from_at=member.from_at,
        on_leave=away is not None,
        substitute=away.substitute.full_name if away and away.substitute else "",
    )
