"""Teams come back when what changed them is taken back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.audit.writes import record_event
from shouwang.duty.choices import TEAM_UNKNOWN
from shouwang.duty.models import Team, TeamMember
from shouwang.lib.verdicts import Verdict, accepted, duplicate

MAY = (Permission.ORDER_OBSERVATION, Permission.RELEASE, Permission.MANAGE_STAFF)


@dataclass(frozen=True)
class TeamReturn:
    """What formed, changed or ended the team of an observation at a moment was a mistake."""

    observed_id: UUID
    at: datetime


@transaction.atomic
def return_teams(batch: list[TeamReturn], *, by: Actor) -> list[Verdict]:
    """Put teams back as they were before a moment: who came then leaves, who left then is charged again. Without a team: a duplicate.

    Raises Refused not_permitted.
    """
    if not any(by.can(permission) for permission in MAY):
        by.check(Permission.ORDER_OBSERVATION)
    wanted = {one.observed_id: one.at for one in batch}
    teams = [team for team in Team.objects.filter(observed_id__in=wanted).order_by("from_at") if by.covers(team.area)]
    formed = [team for team in teams if team.to_at is None and team.from_at >= wanted[team.observed_id]]
    ended = [team for team in teams if team.to_at == wanted[team.observed_id]]
    _leave(formed)
    _come_back(ended)
    _members_back([team for team in teams if team.to_at is None], wanted)
    record_event(by=by, action="duty.return_teams", area=by.area, count=len({team.observed_id for team in teams}))
    known = {team.observed_id: team for team in teams}
    return [_told(known.get(one.observed_id)) for one in batch]


def _told(team: Team | None) -> Verdict:
    return accepted(team.pk) if team else duplicate(None, code="TEAM_UNKNOWN", reason=str(TEAM_UNKNOWN))


def _leave(teams: list[Team]) -> None:
    """Teams that should not have been formed: nobody was ever charged."""
    for team in teams:
        team.to_at, team.version = team.from_at, team.version + 1
    Team.objects.bulk_update(teams, ["to_at", "version"])
    TeamMember.objects.filter(team__in=teams, to_at__isnull=True).update(to_at=F("from_at"))


def _come_back(teams: list[Team]) -> None:
    """Teams that should not have been ended, with who was in them at the end."""
    ended = Q(pk__in=[])
    for team in teams:
        ended |= Q(team=team, to_at=team.to_at)
        team.to_at, team.version = None, team.version + 1
    Team.objects.bulk_update(teams, ["to_at", "version"])
    TeamMember.objects.filter(ended).update(to_at=None, handed_over="")


def _members_back(teams: list[Team], wanted: dict[UUID, datetime]) -> None:
    """In teams that stood all along: whoever came at that moment leaves, whoever left is back."""
    came, left = Q(pk__in=[]), Q(pk__in=[])
    for team in teams:
        if team.from_at < wanted[team.observed_id]:
            came |= Q(team=team, from_at=wanted[team.observed_id])
            left |= Q(team=team, to_at=wanted[team.observed_id])
    TeamMember.objects.filter(came, to_at__isnull=True).exclude(left).update(to_at=F("from_at"))
    TeamMember.objects.filter(left).exclude(came).update(to_at=None, handed_over="")
