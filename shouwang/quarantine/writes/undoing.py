"""Takes an order, a release or an assessment back: everything is as it was before, and the history says who undid it, when and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.duty.writes import TeamReturn, return_teams
from shouwang.ledger import signatures, tallies
from shouwang.ledger.records import Record
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, Warned, accepted, refused
from shouwang.papers import reads as printed
from shouwang.papers import writes as papers
from shouwang.quarantine import choices
from shouwang.quarantine.choices import ActKind, EventKind, State
from shouwang.quarantine.models import Act, Alert, Assessment, Booking, Document, Event, Observation, Stage, Stay, Watch
from shouwang.quarantine.reads import acts as known
from shouwang.quarantine.reads.states import below
from shouwang.quarantine.rules.measures import check_reason
from shouwang.quarantine.rules.undoing import check_undo
from shouwang.quarantine.writes.journal import read
from shouwang.quarantine.writes.papers import ON_RELEASE
from shouwang.quarantine.writes.proposals import facts_of
from shouwang.quarantine.writes.work import Work, lock, log

ROWS: dict[str, type[Model]] = {model.__name__: model for model in (Observation, Stage, Watch, Stay, Booking, Alert)}
RECORDS: dict[str, type[Record]] = {model.__name__: model for model in (Event, Assessment, Document)}


@dataclass(frozen=True)
class Undo:
    """An order, a release or an assessment that was a mistake, and why that is known."""

    observation_id: UUID
    reason: str


@transaction.atomic
def undo_orders(batch: Sequence[Undo], *, by: Actor) -> list[Verdict]:
    """Take orders back: what was proposed or in force before counts again; papers that were printed since verify no more.

    Refused per row: not_found, reason_missing, nothing_to_undo, checked_since, observed_again, changed_since, undo_too_late.
    A signed report stays as it was signed; the verdict warns (``signed``) that this shows there as a change after the signature.
    """
    return _undo(batch, ActKind.ORDER, by)


@transaction.atomic
def undo_releases(batch: Sequence[Undo], *, by: Actor) -> list[Verdict]:
    """Take releases back: the measure goes on as if it had never ended; notice and certificate verify no more.

    Refused and warned per row as in ``undo_orders``.
    """
    return _undo(batch, ActKind.RELEASE, by)


@transaction.atomic
def undo_assessments(batch: Sequence[Undo], *, by: Actor) -> list[Verdict]:
    """Take assessments of homes back: the home counts as it did before, an alert that followed goes, one that was closed is open again.

    Checks do not stand in the way; a signature given later does. Refused and warned per row as in ``undo_orders``.
    """
    return _undo(batch, ActKind.ASSESSMENT, by)


def _undo(batch: Sequence[Undo], kind: ActKind, by: Actor) -> list[Verdict]:
    by.check(known.NEEDED[kind])
    undoing = _Undoing(Work(by), [row.observation_id for row in batch], kind)
    verdicts = [undoing.tried(row) for row in batch]
    undoing.write()
    log(undoing.work, f"undo_{kind}s", verdicts, reason="; ".join(dict.fromkeys(row.reason for row in batch))[:500])
    return verdicts


class _Undoing:
    """The acts of one batch with everything they touched: read once, written once."""

    def __init__(self, work: Work, keys: Sequence[UUID], kind: ActKind) -> None:
        self.work, self.kind = work, kind
        lock(keys)
        self.found = {one.pk: one for one in Observation.objects.filter(below(work.actor.area), pk__in=list(keys))}
        self.acts = known.latest_acts(self.found, kind)
        self.since = known.since(self.acts, self.found)
        self.rows = self._touched()
        self.papers = printed.about(list(self.acts), by=work.actor)
        self.signed = signatures.signed((self.found[key].area, act.day) for key, act in self.acts.items())
        self.done: list[tuple[Act, str]] = []

    def _touched(self) -> dict[tuple[str, str], Any]:
        """Every row that the acts changed or made, by table and key."""
        wanted: dict[str, set[str]] = {}
        for act in self.acts.values():
            for part in ("changed", "made"):
                for name, keys in act.before.get(part, {}).items():
                    wanted.setdefault(name, set()).update(keys)
        found = {(name, str(row.pk)): row for name in ROWS if name in wanted for row in ROWS[name]._default_manager.filter(pk__in=wanted[name])}
        return found | {("Observation", str(one.pk)): one for one in self.found.values()}

    def tried(self, row: Undo) -> Verdict:
        """The verdict of one row; what it asks is done in memory."""
        try:
            return self._take_back(row)
        except Refused as refusal:
            return refused(refusal)

    def _take_back(self, row: Undo) -> Verdict:
        if row.observation_id not in self.found:
            raise Refused("not_found", choices.NOT_FOUND)
        check_reason(row.reason)
        act = self.acts.pop(row.observation_id, None)
        if act is None:
            raise Refused("nothing_to_undo", choices.NOTHING_TO_UNDO)
        check_undo(self.since[row.observation_id], self.work.now)
        if self._papers_of(act):
            self.work.actor.check(Permission.ISSUE_DOCUMENTS)
        self._restore(act)
        observation = self.found[row.observation_id]
        event = self.work.event(observation, EventKind.TAKEN_BACK, self.work.now, reason=row.reason, what=str(self.kind))
        event.supersedes = next((UUID(key) for key in reversed(act.before.get("made", {}).get("Event", ()))), None)
        self.done.append((act, row.reason))
        warnings = (Warned("signed", str(choices.SIGNED_ALREADY)),) if (observation.area, act.day) in self.signed else ()
        return accepted(observation.pk, warnings, **facts_of(observation))

    def _restore(self, act: Act) -> None:
        """Rows that were made go, rows that were removed come back, values that were changed are as they were."""
        removed = act.before.get("removed", {})
        for name, keys in act.before.get("made", {}).items():
            for key in keys:
                if (made := self.rows.get((name, key))) is not None:
                    self._unmake(made)
        for name, changed in act.before.get("changed", {}).items():
            for key, values in changed.items():
                if (row := self.rows.get((name, key))) is not None:
                    self.work.change(row, **read(ROWS[name], values))
        for name, rows in removed.items():
            for values in rows:
                self._remake(ROWS[name], values, self.found[act.observation_id])

    def _unmake(self, row: Any) -> None:
        if isinstance(row, Observation):  # it stays, for the history; as withdrawn, since no day counts it
            self.work.change(row, state=State.WITHDRAWN, ended_at=max(self.work.now, row.started_at or self.work.now), end_kind=State.WITHDRAWN)
        else:
            self.work.remove(row)

    def _remake(self, model: type[Model], values: dict[str, Any], observation: Observation) -> None:
        place = {"area": observation.area, "unit": observation.unit, "reported_by": observation.reported_by, "person_id": observation.person_id}
        self.work.add(model(**place, **read(model, values)))

    def _papers_of(self, act: Act) -> list[UUID]:
        """The papers about the observation that were issued by the act or since, and say what is not so any more."""
        if self.kind == ActKind.ASSESSMENT:
            return []
        kinds = ON_RELEASE if self.kind == ActKind.RELEASE else ()
        cards = self.papers.get(act.observation_id, ())
        return [card.id for card in cards if not card.is_withdrawn and card.issued_at >= act.entered_at and (not kinds or card.kind in kinds)]

    def write(self) -> None:
        """Carry everything out, figures first."""
        for name, model in RECORDS.items():
            ids = [UUID(key) for act, _reason in self.done for key in act.before.get("made", {}).get(name, ())]
            if ids:
                tallies.withdraw(model, ids)
        tallies.withdraw(Act, [act.pk for act, _reason in self.done])
        self.work.flush()
        if self.done and self.kind != ActKind.ASSESSMENT:
            return_teams([TeamReturn(act.observation_id, act.happened_at) for act, _reason in self.done], by=self.work.actor)
        gone = [papers.Withdrawal(key, reason) for act, reason in self.done for key in self._papers_of(act)]
        if gone:
            papers.withdraw(gone, by=self.work.actor)
