"""Forms teams and hands their roles over."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.audit.writes import record_event
from shouwang.duty.choices import ROLE_NOT_IN_TEAM, ROLES_MISSING, STAFF_UNKNOWN, TEAM_KNOWN, TEAM_UNKNOWN
from shouwang.duty.models import Staff, Team, TeamMember
from shouwang.duty.rules import check_not_before, vacancies
from shouwang.lib import clocks
from shouwang.lib.ids import uuid7
from shouwang.lib.masking import mask_phone
from shouwang.lib.names import tidy_name
from shouwang.lib.phones import read_phone
from shouwang.lib.refusals import Refused
from shouwang.lib.sealed import Sealed, seal
from shouwang.lib.verdicts import CORRECTED, DUPLICATE, REFUSED, Verdict, Warned, accepted, duplicate, refused


@dataclass(frozen=True)
class Member:
    """Who fills a role: by code of the staff list, or by name and phone. All empty: nobody yet."""

    name: str = ""
    phone: str = ""
    staff_code: str = ""


@dataclass(frozen=True)
class NewTeam:
    """The team that looks after one observation from a moment on: the template's roles, and who fills them."""

    observed_id: UUID
    area: str
    unit: str
    template_id: str
    roles: list[str]
    members: Mapping[str, Member] = field(default_factory=dict)
    from_at: datetime | None = None
    reported_by: str = ""
    carry: bool = False  # other rules ask for other roles: whoever fills one that stays goes on filling it


@dataclass(frozen=True)
class HandOver:
    """A role of a team goes to somebody else (or to nobody) at a moment, with what the next one has to know."""

    observed_id: UUID
    role: str
    member: Member
    at: datetime | None = None
    note: str = ""


@dataclass(frozen=True)
class TeamEnd:
    """Nobody is looked after any more from this moment."""

    observed_id: UUID
    at: datetime | None = None


@transaction.atomic
def form_teams(batch: list[NewTeam], *, by: Actor) -> list[Verdict]:
    """Give observations their teams; one that stands is changed where it differs. Facts: ``team_id``, ``missing``."""
    forming = _Forming(
        by, [new.observed_id for new in batch], [member for new in batch for member in new.members.values()]
    )
    verdicts = [forming.tried(new) for new in batch]
    forming.write()
    count = sum(verdict.outcome not in (DUPLICATE, REFUSED) for verdict in verdicts)
    record_event(by=by, action="duty.form_teams", area=by.area, count=count)
    return verdicts


@transaction.atomic
def change_members(batch: list[HandOver], *, by: Actor) -> list[Verdict]:
    """Hand roles over. Facts: ``team_id``, ``missing`` (roles)."""
    forming = _Forming(by, [wanted.observed_id for wanted in batch], [wanted.member for wanted in batch])
    verdicts = [forming.handed_over(wanted) for wanted in batch]
    forming.write()
    record_event(by=by, action="duty.change_members", area=by.area, count=sum(verdict.taken for verdict in verdicts))
    return verdicts


@transaction.atomic
def end_teams(batch: list[TeamEnd], *, by: Actor) -> list[Verdict]:
    """End teams with the observation they looked after. One that has none is a duplicate: nothing to end."""
    teams = _open_teams([wanted.observed_id for wanted in batch])
    verdicts = [_ended(wanted, teams.get(wanted.observed_id), by) for wanted in batch]
    record_event(by=by, action="duty.end_teams", area=by.area, count=sum(verdict.taken for verdict in verdicts))
    return verdicts


def check_may_form(by: Actor, area: str) -> None:
    """Whoever orders observation forms its team; so does whoever manages staff."""
    if not by.can(Permission.ORDER_OBSERVATION, area):
        by.check(Permission.MANAGE_STAFF, area)


def check_may_end(by: Actor, area: str) -> None:
    """Whoever releases people or ends their measures ends the team with it; so does whoever may form it."""
    if not any(by.can(permission, area) for permission in (Permission.RELEASE, Permission.DECIDE_MEASURE)):
        check_may_form(by, area)


class _Forming:
    """Teams of one batch with their members, read once and written once."""

    def __init__(self, by: Actor, observed: list[UUID], members: list[Member]) -> None:
        self.by, self.now = by, clocks.now()
        self.teams = _open_teams(observed)
        self.filled: dict[UUID, dict[str, TeamMember]] = {team.pk: {} for team in self.teams.values()}
        for member in TeamMember.objects.filter(team__in=self.filled, to_at__isnull=True).select_related(
            "team", "staff"
        ):
            self.filled[member.team.pk][member.role] = member
        codes = {member.staff_code for member in members} - {""}
        self.staff = {one.code: one for one in Staff.objects.filter(code__in=codes)}
        self.new_teams: list[Team] = []
        self.dissolved: list[Team] = []
        self.new_members: list[TeamMember] = []
        self.ended: list[TeamMember] = []

    def tried(self, new: NewTeam) -> Verdict:
        """The verdict of one team."""
        try:
            (check_may_end if new.carry else check_may_form)(self.by, new.area)
            if not new.roles:
                raise Refused("roles_missing", ROLES_MISSING)
            return self._form(new)
        except Refused as refusal:
            return refused(refusal)

    def _form(self, new: NewTeam) -> Verdict:
        at = new.from_at or self.now
        team = self.teams.get(new.observed_id)
        fresh = team is None or (team.template_id, team.roles) != (new.template_id, list(new.roles))
        if team is not None and fresh:
            check_not_before(at, team.from_at)
            self._dissolve(team, at)
        before = self.filled[team.pk] if team is not None and new.carry else {}
        if team is None or fresh:
            team = self._start(new, at)
            self._carry(team, before, at)
        warnings, changed = self._fill(team, new.members, at)
        facts = {"team_id": team.pk, "missing": self._missing(team)}
        if fresh:
            return accepted(team.pk, warnings, **facts)
        if changed:
            return Verdict(CORRECTED, id=team.pk, of=team.pk, warnings=warnings, facts=facts)
        return duplicate(team.pk, code="TEAM_KNOWN", reason=str(TEAM_KNOWN), **facts)

    def _start(self, new: NewTeam, at: datetime) -> Team:
        team = Team(
            id=uuid7(),
            area=new.area,
            unit=new.unit,
            reported_by="" if new.reported_by == new.unit else new.reported_by,
            created_at=self.now,
            created_by=self.by.post_id,
            observed_id=new.observed_id,
            template_id=new.template_id,
            roles=list(new.roles),
            from_at=at,
        )
        self.teams[new.observed_id] = team
        self.filled[team.pk] = {}
        self.new_teams.append(team)
        return team

    def _carry(self, team: Team, before: Mapping[str, TeamMember], at: datetime) -> None:
        """Members of the team before, in the roles that the new one has too."""
        for role, one in before.items():
            if role in team.roles:
                same = {"name": one.name, "phone": one.phone, "phone_masked": one.phone_masked, "staff": one.staff}
                self.filled[team.pk][role] = member = TeamMember(team=team, area=team.area, role=role, from_at=at, **same)
                self.new_members.append(member)

    def _dissolve(self, team: Team, at: datetime) -> None:
        team.to_at = at
        team.version += 1
        if team not in self.new_teams:
            self.dissolved.append(team)
        for member in self.filled[team.pk].values():
            self._leave(member, at)

    def _fill(self, team: Team, members: Mapping[str, Member], at: datetime) -> tuple[tuple[Warned, ...], bool]:
        """Put people into roles; whether anything changed, and what a person should look at."""
        warnings: list[Warned] = []
        changed = False
        for role, member in members.items():
            if role not in team.roles:
                warnings.append(Warned("ROLE_NOT_IN_TEAM", str(ROLE_NOT_IN_TEAM) % {"role": role}))
            elif any((member.name, member.phone, member.staff_code)):
                changed |= self._put(team, role, member, at, warnings)
        return tuple(warnings), changed

    def _put(self, team: Team, role: str, member: Member, at: datetime, warnings: list[Warned], note: str = "") -> bool:
        new = self._member(team, role, member, at, warnings)
        old = self.filled[team.pk].get(role)
        if old is not None:
            if _is_same(old, new):
                return False
            self._leave(old, at, note)
        self.filled[team.pk][role] = new
        self.new_members.append(new)
        return True

    def _member(self, team: Team, role: str, member: Member, at: datetime, warnings: list[Warned]) -> TeamMember:
        staff = self.staff.get(member.staff_code)
        if member.staff_code and staff is None:
            warnings.append(Warned("UNKNOWN_VALUE", str(STAFF_UNKNOWN) % {"given": member.staff_code}))
        phone, masked = _phone(member, staff, warnings)
        name = tidy_name(member.name) or (staff.full_name if staff else member.staff_code)
        return TeamMember(
            team=team, area=team.area, role=role, name=name, phone=phone, phone_masked=masked, staff=staff, from_at=at
        )

    def _leave(self, member: TeamMember, at: datetime, note: str = "") -> None:
        """Somebody gives a role up; who took it in this very batch was never there."""
        check_not_before(at, member.from_at)
        member.to_at, member.handed_over = at, note
        if member in self.new_members:
            self.new_members.remove(member)
        else:
            self.ended.append(member)

    def handed_over(self, wanted: HandOver) -> Verdict:
        """The verdict of one hand-over."""
        team, warnings = self.teams.get(wanted.observed_id), list[Warned]()
        try:
            if team is None:
                raise Refused("team_unknown", TEAM_UNKNOWN)
            check_may_form(self.by, team.area)
            if wanted.role not in team.roles:
                raise Refused("role_not_in_team", ROLE_NOT_IN_TEAM, role=wanted.role)
            self._hand_over(team, wanted, warnings)
        except Refused as refusal:
            return refused(refusal)
        return accepted(team.pk, tuple(warnings), team_id=team.pk, missing=self._missing(team))

    def _hand_over(self, team: Team, wanted: HandOver, warnings: list[Warned]) -> None:
        at = wanted.at or self.now
        if wanted.member == Member():
            if old := self.filled[team.pk].pop(wanted.role, None):
                self._leave(old, at, wanted.note)
        else:
            self._put(team, wanted.role, wanted.member, at, warnings, wanted.note)

    def _missing(self, team: Team) -> list[str]:
        return vacancies(team.roles, set(self.filled[team.pk]))

    def write(self) -> None:
        """Ended roles and teams first, so that each is free when the next one takes it."""
        TeamMember.objects.bulk_update(self.ended, ["to_at", "handed_over"], batch_size=500)
        Team.objects.bulk_update(self.dissolved, ["to_at", "version"], batch_size=500)
        Team.objects.bulk_create(self.new_teams)
        TeamMember.objects.bulk_create(self.new_members)


def _open_teams(observed: list[UUID]) -> dict[UUID, Team]:
    return {team.observed_id: team for team in Team.objects.filter(observed_id__in=observed, to_at__isnull=True)}


def _ended(wanted: TeamEnd, team: Team | None, by: Actor) -> Verdict:
    if team is None:
        return duplicate(None, code="TEAM_UNKNOWN", reason=str(TEAM_UNKNOWN))
    try:
        check_may_end(by, team.area)
        at = wanted.at or clocks.now()
        check_not_before(at, team.from_at)
    except Refused as refusal:
        return refused(refusal)
    team.to_at = at
    team.version += 1
    team.save(update_fields=["to_at", "version"])
    members = TeamMember.objects.filter(team=team, to_at__isnull=True)
    members.filter(from_at__gt=at).delete()
    members.update(to_at=at)
    return accepted(team.pk)


def _phone(member: Member, staff: Staff | None, warnings: list[Warned]) -> tuple[Sealed | None, str]:
    """The number to call, sealed and masked: the one given, else the staff's own."""
    if not member.phone:
        return (staff.phone, staff.phone_masked) if staff else (None, "")
    try:
        number = read_phone(member.phone)
    except Refused as refusal:
        warnings.append(Warned(refusal.code, str(refusal)))
        return None, ""
    return seal().close("phone", number), mask_phone(number)


def _is_same(old: TeamMember, new: TeamMember) -> bool:
    return (old.name, old.phone_masked, old.staff) == (new.name, new.phone_masked, new.staff)
