"""One batch being written: what is new, what changes, and the constant number of statements that carry it out."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model

from shouwang.accounts.actors import Actor
from shouwang.audit.writes import record_event
from shouwang.duty.writes import Member, NewTeam, TeamEnd, end_teams, form_teams
from shouwang.ledger import tallies
from shouwang.ledger.records import Record, stamp
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, refused
from shouwang.places import reads as places
from shouwang.policy import reads as policy
from shouwang.policy.packs import Limits, Pack
from shouwang.quarantine.choices import ActKind, EventKind
from shouwang.quarantine.models import (
    Act,
    Alert,
    Assessment,
    Booking,
    Document,
    Event,
    FeverSign,
    Observation,
    Reading,
    ReadingFlag,
    Referral,
    Room,
    RoomClosure,
    SampleResult,
    SiteRequest,
    SiteWaste,
    SpotCheck,
    SpotDraw,
    Stage,
    Stay,
    Watch,
)  # fmt: skip
from shouwang.quarantine.writes.calendar import write_calendar
from shouwang.quarantine.writes.changes import update_rows
from shouwang.quarantine.writes.journal import Journal

IN_ORDER: tuple[type[Model], ...] = (
    Stage, Watch, Assessment, Reading, ReadingFlag, Alert, Referral, FeverSign, Event, Document, SpotDraw, SpotCheck,
    SampleResult, Room, RoomClosure, Stay, Booking, SiteRequest, SiteWaste,
)  # fmt: skip
CHUNK = 2000


class Work:
    """Gathers the rows of one use case in memory, then writes them all. Used once, inside the use case's transaction."""

    def __init__(self, by: Actor) -> None:
        self.actor = by
        self.now = clocks.now()
        self._rules: policy.Rulebook | None = None
        self._units: dict[tuple[str, date], str] = {}
        self._chains: dict[str, list[str]] = {}
        self._days: dict[tuple[str, datetime], date] = {}
        self._packs: dict[tuple[str, str, str, date], Pack] = {}
        self._new: dict[type[Model], list[Any]] = {}
        self._fresh: set[int] = set()
        self._changed: dict[type[Model], dict[UUID, tuple[Any, set[str]]]] = {}
        self._gone: dict[type[Model], list[UUID]] = {}
        self._teams: list[NewTeam] = []
        self._team_ends: list[TeamEnd] = []
        self._calendar: dict[str, tuple[date, date]] = {}
        self._journal = Journal()
        self._acts: dict[UUID, tuple[Observation, ActKind, datetime]] = {}
        self.formed: dict[UUID | None, Verdict] = {}  # what became of teams, by observation
        self.lost: set[UUID] = set()  # observations of persons who are under observation where the post cannot see it

    # ------------------------------------------------------------------ what rows need to know
    @property
    def rules(self) -> policy.Rulebook:
        """The policy, read once a batch."""
        if self._rules is None:
            self._rules = policy.rulebook()
        return self._rules

    @property
    def limits(self) -> Limits:
        """When work is late where the actor works, and what cannot be true there."""
        return self.rules.limits_for(self.actor.area, clocks.local(self.now).date())

    def stat_day(self, area: str, moment: datetime) -> date:
        """The statistics day of a moment in an area."""
        key = (area, moment)
        if key not in self._days:
            self._days[key] = clocks.stat_day(moment, self.rules.cutoff_for(area, clocks.local(moment).date())[0])
        return self._days[key]

    def know_units(self, areas: Iterable[str], on: date) -> None:
        """Read the managing units of many areas at once."""
        wanted = [area for area in set(areas) if (area, on) not in self._units]
        if wanted:
            found = places.managing_units(wanted, on)
            self._units.update({(area, on): found.get(area, "") for area in wanted})

    def unit_of(self, area: str, on: date) -> str:
        """The unit that manages an area on a day."""
        self.know_units([area], on)
        return self._units[area, on]

    def pack_of(self, area: str, unit: str, reported_by: str, on: date) -> Pack:
        """The pack that applies there, with the overlays of the managing and the reporting unit and those above them."""
        key = (area, unit, reported_by, on)
        if key not in self._packs:
            self._packs[key] = self.rules.rules_for([*self._chain(unit), *self._chain(reported_by)], area, on)
        return self._packs[key]

    def _chain(self, unit: str) -> list[str]:
        if unit not in self._chains:
            self._chains[unit] = places.unit_chain(unit)
        return self._chains[unit]

    # ------------------------------------------------------------------ what becomes of rows
    def add(self, row: Any) -> Any:
        """A new row."""
        self._new.setdefault(type(row), []).append(row)
        self._fresh.add(id(row))
        return row

    def change(self, row: Any, **values: Any) -> None:
        """New values for a row that was read (or is new itself)."""
        if id(row) not in self._fresh:
            self._journal.changing(row, values)
        for name, value in values.items():
            setattr(row, name, value)
        if id(row) not in self._fresh:
            _, names = self._changed.setdefault(type(row), {}).setdefault(row.pk, (row, set()))
            names.update(values)

    def remove(self, row: Any) -> None:
        """A planned row that never came into force."""
        if id(row) in self._fresh:
            self._new[type(row)].remove(row)
        else:
            self._journal.removing(row)
            self._changed.get(type(row), {}).pop(row.pk, None)
            self._gone.setdefault(type(row), []).append(row.pk)

    def order(self, area: str, unit: str, reported_by: str = "") -> dict[str, Any]:
        """The common columns of a new order."""
        reporter = "" if reported_by == unit else reported_by
        return {"area": area, "unit": unit, "reported_by": reporter, "created_at": self.now, "created_by": self.actor.post_id}

    def order_about(self, observation: Observation) -> dict[str, Any]:
        """The common columns of a new order that belongs to an observation."""
        return self.order(observation.area, observation.unit, observation.reported_by)

    def record(self, area: str, unit: str, happened_at: datetime, reported_by: str = "") -> dict[str, Any]:
        """The common columns of a new record."""
        return stamp(
            by=self.actor, area=area, unit=unit, happened_at=happened_at, day=self.stat_day(area, happened_at),
            entered_at=self.now, reported_by=reported_by,
        )

    def record_about(self, observation: Observation, happened_at: datetime) -> dict[str, Any]:
        """The common columns of a new record about an observation."""
        return self.record(observation.area, observation.unit, happened_at, observation.reported_by)

    def event(
        self, observation: Observation, kind: EventKind, at: datetime, *, measure: str = "", reason: str = "", **detail: Any
    ) -> Event:
        """Write down what happened to an observation."""
        return self.add(
            Event(
                **self.record_about(observation, at), observation=observation, person_id=observation.person_id, kind=kind,
                measure=measure or observation.measure, reason=reason[:300], author=self.actor.name[:80], detail=detail,
            )
        )  # fmt: skip

    def team(self, observation: Observation, template: str, roles: Iterable[str], members: Mapping[str, Member], at: datetime, *, carry: bool = False) -> None:
        """The team that looks after the person from now on; one without roles (the staff of a site) is no team of its own.

        ``carry``: whoever fills a role that the new one has too goes on filling it.
        """
        if not (names := list(roles)):
            self.end_team(observation, at)
            return
        self._teams.append(
            NewTeam(
                observed_id=observation.pk, area=observation.area, unit=observation.unit, template_id=template, roles=names,
                members=members, from_at=at, reported_by=observation.reported_by, carry=carry,
            )
        )  # fmt: skip

    def end_team(self, observation: Observation, at: datetime) -> None:
        """Nobody of the team is charged with the person any more."""
        if observation.team_template:
            self._team_ends.append(TeamEnd(observation.pk, at))

    def keep(self, observation: Observation, kind: ActKind, at: datetime) -> None:
        """Keep what this batch does to an observation, so that it can be taken back. ``at`` is when it took effect, for its team, too."""
        self._acts.setdefault(observation.pk, (observation, kind, at))

    def need_calendar(self, plan: str, first: date, last: date) -> None:
        """Checks by a plan will be due on these days."""
        known = self._calendar.get(plan, (first, last))
        self._calendar[plan] = (min(known[0], first), max(known[1], last))

    # ------------------------------------------------------------------ writing
    def flush(self) -> None:
        """Carry everything out: what ends before what begins, orders before what belongs to them."""
        made = {model: list(rows) for model, rows in self._new.items()}
        for model, keys in self._gone.items():
            model._default_manager.filter(pk__in=keys).delete()
        for model in self._changed:
            self._update(model)
        self._insert_observations()
        for model in IN_ORDER:
            self._insert(model)
        for plan, (first, last) in self._calendar.items():
            write_calendar(plan, first, last)
        self._keep_acts(made)
        if self._team_ends:
            end_teams(self._team_ends, by=self.actor)
        if self._teams:
            answers = form_teams(self._teams, by=self.actor)
            self.formed = {team.observed_id: answer for team, answer in zip(self._teams, answers, strict=True)}

    def _keep_acts(self, made: dict[type[Model], list[Any]]) -> None:
        """Last of all rows, so that whatever is written down later has a higher ``received``."""
        Act.objects.bulk_create([
            Act(
                **self.record_about(one, at), observation=one, person_id=one.person_id, kind=kind, after=one.version,
                before=self._journal.of(one, made),
            )
            for one, kind, at in self._acts.values() if one.pk not in self.lost
        ])  # fmt: skip

    def _insert_observations(self) -> None:
        rows = self._new.pop(Observation, [])
        if not rows:
            return
        Observation.objects.bulk_create(rows, batch_size=CHUNK, ignore_conflicts=True)
        keys = {row.pk for row in rows}
        if Observation.objects.filter(pk__in=keys).count() < len(keys):
            self._drop(keys - set(Observation.objects.filter(pk__in=keys).values_list("pk", flat=True)))

    def _drop(self, lost: set[UUID]) -> None:
        self.lost = lost
        for model, rows in self._new.items():
            self._new[model] = [row for row in rows if getattr(row, "observation_id", None) not in lost]
        self._teams = [team for team in self._teams if team.observed_id not in lost]

    def _insert(self, model: type[Model]) -> None:
        rows = self._new.pop(model, [])
        if not rows:
            return
        model._default_manager.bulk_create(rows, batch_size=CHUNK)
        if issubclass(model, Record):
            tallies.post(model, [row.pk for row in rows])

    def _update(self, model: type[Model]) -> None:
        groups: dict[frozenset[str], list[Any]] = {}
        for row, names in self._changed[model].values():
            if hasattr(row, "version"):
                row.version += 1
                names.add("version")
            groups.setdefault(frozenset(names), []).append(row)
        for names, rows in groups.items():
            update_rows(model, rows, names)


def lock(keys: Iterable[UUID]) -> None:
    """Let nobody else change these observations until the transaction ends; always in the same order."""
    wanted = sorted(set(keys))
    if wanted:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM quarantine_observation WHERE id = ANY(%s) ORDER BY id FOR UPDATE", [wanted])


def hold_sites(codes: Iterable[str]) -> None:
    """Let nobody else promise rooms of these sites until the transaction ends; always in the same order."""
    with connection.cursor() as cursor:
        for code in sorted(set(codes)):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('quarantine_site'), hashtext(%s))", [code])


def guarded(act: Callable[[], Verdict]) -> Verdict:
    """What became of one row: a refusal is its verdict and never its neighbours'."""
    try:
        return act()
    except Refused as refusal:
        return refused(refusal)


def log(work: Work, action: str, verdicts: Iterable[Verdict], *, reason: str = "", subject: Any = "") -> None:
    """The one event of the use case in the log."""
    taken = sum(verdict.taken for verdict in verdicts)
    record_event(by=work.actor, action=f"quarantine.{action}", area=work.actor.area, count=taken, reason=reason, subject=subject)
