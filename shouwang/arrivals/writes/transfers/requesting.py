"""Asks for transfers and approves them. What a village or a relative organises is refused, and kept as a violation."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.arrivals import choices
from shouwang.arrivals.choices import TransferState
from shouwang.arrivals.models import Arrival, Leg, Passenger, Transfer, Violation
from shouwang.arrivals.reads.lists import find
from shouwang.arrivals.rules import transfers as rules
from shouwang.arrivals.rules.returns import check_reason
from shouwang.arrivals.writes.transfers.rows import Approval, TransferRequest, Undone
from shouwang.arrivals.writes.transfers.work import Asked, Work, log, say
from shouwang.ledger import tallies
from shouwang.ledger.records import stamp
from shouwang.lib import clocks, paths
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, Warned, accepted, refused
from shouwang.places import reads as places
from shouwang.policy.packs import Pack
from shouwang.quarantine.rules.undoing import check_within

COPIED = ("from_kind", "from_words", "to_kind", "pick_up_at", "hand_over_at", "note")


@dataclass(slots=True)
class Case:
    """One row while it is judged, and what was found out about it."""

    row: TransferRequest
    at: datetime
    arrival: Arrival | None
    area: str
    organiser: str  # code, where it is a unit
    words: str  # as it was written
    levels: list[str]
    to_site: str
    unit: str = ""
    refusal: Refused | None = None
    pack: Pack | None = None

    @property
    def warnings(self) -> tuple[Warned, ...]:
        """A site that the post cannot see is kept in words."""
        unseen = self.row.to_site and not self.to_site
        return (Warned("UNKNOWN_VALUE", choices.TRANSFER_SITE % {"site": self.row.to_site}),) if unseen else ()

    @property
    def asked(self) -> Asked:
        """Where and when its rules are asked for."""
        return Asked(self.organiser, self.unit, self.area, clocks.local(self.at).date())


@dataclass(slots=True)
class Judged:
    """A batch of requests: its cases, those in an open transfer already, and the work that carries them out."""

    work: Work
    cases: list[Case]
    open: set[UUID] = field(default_factory=set)  # persons


@transaction.atomic
def request_transfers(batch: Sequence[TransferRequest], *, by: Actor) -> list[Verdict]:
    """Ask for transfers; rows of one group go together. A verdict names the transfer its person belongs to.

    Refused per row: transfer_organiser (recorded as a violation), not_found, transfer_open, unknown_unit, plan_reversed. Raises Refused not_permitted.
    """
    by.check(Permission.RECORD_ARRIVALS)
    judged = judge(batch, by)
    made = make_transfers(judged)
    verdicts = [_verdict(case, made) for case in judged.cases]
    log(judged.work, "request_transfers", verdicts)
    return verdicts


@transaction.atomic
def undo_requests(batch: Sequence[Undone], *, by: Actor) -> list[Verdict]:
    """Take requests for transfers back while no vehicle was sent: as if nobody had asked, the history keeps them.

    Refused per row: not_found, reason_missing, transfer_state, undo_too_late. Raises Refused not_permitted.
    """
    by.check(Permission.RECORD_ARRIVALS)
    keys = [row.transfer_id for row in batch]
    work, sent = Work(by, keys), set(Leg.objects.filter(transfer__in=keys).values_list("transfer_id", flat=True))

    def take_back(row: Undone) -> Verdict:
        transfer = work.transfer(row.transfer_id)
        check_reason(row.reason)
        rules.check_take_back(transfer.state, sent=transfer.pk in sent)
        check_within(transfer.created_at, work.now)
        Passenger.objects.filter(transfer=transfer).delete()
        transfer.delete()
        return accepted(row.transfer_id)

    verdicts = work.verdicts(batch, take_back)
    log(work, "undo_requests", verdicts, "; ".join(sorted({row.reason for row in batch})))
    return verdicts


@transaction.atomic
def approve_transfers(batch: Sequence[Approval], *, by: Actor) -> list[Verdict]:
    """The township approves. Refused per row: not_found, transfer_state. Raises Refused not_permitted."""
    by.check(Permission.ORGANISE_TRANSFER)
    work = Work(by, [row.transfer_id for row in batch])

    def approve(row: Approval) -> Verdict:
        transfer, at = work.transfer(row.transfer_id), work.moment(row.at)
        rules.check_step(transfer.state, TransferState.APPROVED)
        rules.check_times(transfer.created_at, at, work.now)
        work.put(transfer, TransferState.APPROVED, at, approved_at=at, approved_by=by.post_id)
        return say(transfer)

    verdicts = work.verdicts(batch, approve)
    log(work, "approve_transfers", verdicts)
    return verdicts


def judge(batch: Sequence[TransferRequest], by: Actor) -> Judged:
    """Everything that can be found out about requests; what a village organised is recorded as a violation at once."""
    work = Work(by)
    judged = Judged(work, _cases(batch, work))
    for case, pack in zip(judged.cases, work.packs([case.asked for case in judged.cases]), strict=True):
        case.pack = pack
    persons = {case.arrival.person_id for case in judged.cases if case.arrival}
    judged.open = set(
        Passenger.objects.filter(person_id__in=persons, ended_at=None).values_list("person_id", flat=True)
    )
    for case in judged.cases:
        _check(case, judged)
    _record_violations(
        [case for case in judged.cases if case.refusal and case.refusal.code == "transfer_organiser"], work
    )
    return judged


def _cases(batch: Sequence[TransferRequest], work: Work) -> list[Case]:
    by = work.actor
    arrivals = _arrivals(batch, by)
    codes = places.units_meant({row.organiser for row in batch})
    units = places.units({by.unit, *codes.values()})
    areas = places.paths_of({row.area for row in batch if row.area})
    sites = places.sites_meant({row.to_site for row in batch}, paths.cut(by.area, "county")) if by.area else {}
    cases = []
    for row, arrival in zip(batch, arrivals, strict=True):
        told = areas.get(row.area, "")
        area = arrival.area if arrival else told if by.covers(told) else by.area
        code = codes.get(row.organiser, "") if row.organiser else by.unit
        stands = units[code].area if code in units else "" if row.organiser else by.area
        levels = [rules.level_of(row.organiser, stands), *([paths.level(by.area)] if paths.is_path(by.area) else [])]
        words = rules.organiser_in_words(row.organiser) or (units[code].name if code in units else "") or by.name
        cases.append(
            Case(row, work.moment(row.happened_at), arrival, area, code, words, levels, sites.get(row.to_site, ""))
        )
    managed = places.managing_units({case.area for case in cases}, clocks.local(work.now).date())
    for case in cases:
        case.unit = managed.get(case.area, "")
    return cases


def _arrivals(batch: Sequence[TransferRequest], by: Actor) -> list[Arrival | None]:
    """The return each row is about: by its id, else the person's latest by number."""
    roots = dict(
        Arrival.objects.filter(pk__in={row.arrival_id for row in batch if row.arrival_id}).values_list("pk", "root")
    )
    standing = {one.root: one for one in Arrival.objects.filter(root__in=set(roots.values()), live=True)}
    numbers = [row.id_number for row in batch]
    numbered = dict(zip(numbers, find([str(number) for number in numbers], by=by), strict=True)) if any(numbers) else {}
    return [
        standing.get(roots.get(row.arrival_id))
        if row.arrival_id
        else numbered.get(row.id_number)
        if row.id_number
        else None
        for row in batch
    ]


def _check(case: Case, judged: Judged) -> None:
    try:
        assert case.pack is not None
        if case.row.organiser and not case.organiser and case.levels[0] == "" and not _is_relative(case.row.organiser):
            raise Refused("unknown_unit", choices.UNKNOWN_UNIT, unit=case.row.organiser)
        rules.check_organiser(case.levels, case.words, case.pack)
        if case.arrival is None:
            raise Refused("not_found", choices.TRANSFER_UNKNOWN_PERSON)
        rules.check_plan(case.row.pick_up_at, case.row.hand_over_at)
        rules.check_times(None, case.at, judged.work.now)
        if case.arrival.person_id in judged.open:
            raise Refused("transfer_open", choices.TRANSFER_OPEN_ALREADY)
        judged.open.add(case.arrival.person_id)
    except Refused as refusal:
        case.refusal = refusal


def _is_relative(words: str) -> bool:
    return words.strip().casefold() in choices.RELATIVE_WORDS


def make_transfers(judged: Judged) -> dict[int, Transfer]:
    """One transfer for each group, with its passengers; by the case it belongs to."""
    groups: dict[str, list[Case]] = {}
    for case in judged.cases:
        if case.refusal is None:
            groups.setdefault(case.row.group or str(id(case)), []).append(case)
    made: dict[int, Transfer] = {}
    passengers: list[Passenger] = []
    for cases in groups.values():
        transfer = _transfer(cases, judged.work)
        made |= {id(case): transfer for case in cases}
        passengers += [_passenger(case, transfer, judged.work) for case in cases]
    Transfer.objects.bulk_create({one.pk: one for one in made.values()}.values())
    Passenger.objects.bulk_create(passengers)
    for transfer in made.values():
        judged.work.keep(transfer)
    return made


def _transfer(cases: Sequence[Case], work: Work) -> Transfer:
    first, area = cases[0], rules.common_area(case.area for case in cases)
    unit = places.managing_units({area}, clocks.local(first.at).date())[area]
    return Transfer(
        area=area, unit=unit, reported_by="" if first.organiser == unit else first.organiser, created_at=first.at,
        created_by=work.actor.post_id, since=first.at, organiser=first.organiser, to_site=first.to_site,
        to_words=first.row.to_words or ("" if first.to_site else first.row.to_site),
        **{name: getattr(first.row, name) for name in COPIED},
    )  # fmt: skip


def _passenger(case: Case, transfer: Transfer, work: Work) -> Passenger:
    assert case.arrival is not None
    return Passenger(
        transfer=transfer, person_id=case.arrival.person_id, arrival=case.arrival.root, area=case.area, unit=case.unit,
        created_at=work.now, created_by=work.actor.post_id, expected_at=transfer.hand_over_at,
    )  # fmt: skip


def _record_violations(cases: Sequence[Case], work: Work) -> None:
    found = [
        Violation(
            **stamp(
                by=work.actor, area=case.area, unit=case.unit, happened_at=case.at, day=work.stat_day(case.area, case.at),
                entered_at=work.now,
            ),
            kind=rules.violation_of(case.row.organiser), organiser=case.words[:120],
            person_id=case.arrival.person_id if case.arrival else None, words=case.row.note[:300],
        )
        for case in cases
    ]  # fmt: skip
    Violation.objects.bulk_create(found)
    tallies.post(Violation, [one.pk for one in found])


def _verdict(case: Case, made: dict[int, Transfer]) -> Verdict:
    if case.refusal is not None:
        return refused(case.refusal)
    return accepted(made[id(case)].pk, case.warnings, state=made[id(case)].state)
