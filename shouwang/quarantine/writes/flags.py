"""Rounds that cannot have been made as they were written down; a person decides what to believe."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from uuid import UUID

from django.db import connection, transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, accepted, refused
from shouwang.policy.packs import Limits
from shouwang.quarantine import choices
from shouwang.quarantine.choices import FlagState, Pattern, ReadingKind
from shouwang.quarantine.models import Reading, ReadingFlag
from shouwang.quarantine.rules.measures import check_reason
from shouwang.quarantine.rules.readings import is_same_minute, is_same_value, minute
from shouwang.quarantine.rules.undoing import check_within
from shouwang.quarantine.writes.work import Work, guarded, log

Minute = tuple[str, datetime]
HOMES = "SELECT observer, moment, amount, homes, same_homes FROM quarantine_homes_in_minute(%s::text[], %s::timestamptz[], %s::numeric[])"


def mark_rounds(new: Sequence[Reading], from_file: Collection[UUID], limits: Limits) -> dict[UUID | None, list[Pattern]]:
    """Mark readings that were written a moment ago, and earlier ones of the same round. Answers the patterns of the new ones."""
    measured = [reading for reading in new if reading.kind == ReadingKind.MEASURED and not reading.self_reported]
    if not measured:
        return {}
    found = _same_minute(measured, from_file, limits)
    found += _same_value(measured, limits)
    ReadingFlag.objects.bulk_create([_flag(reading, pattern, homes) for reading, pattern, homes in found], ignore_conflicts=True)
    patterns: dict[UUID | None, list[Pattern]] = defaultdict(list)
    for reading, pattern, _ in found:
        patterns[reading.pk].append(pattern)
    return patterns


def _flag(reading: Reading, pattern: Pattern, homes: int) -> ReadingFlag:
    return ReadingFlag(
        area=reading.area, unit=reading.unit, reported_by=reading.reported_by, created_at=clocks.now(), created_by=reading.by_post,
        reading_id=reading.pk, observation_id=reading.observation_id, pattern=pattern, homes=homes,
    )


def _same_minute(new: Sequence[Reading], from_file: Collection[UUID], limits: Limits) -> list[tuple[Reading, Pattern, int]]:
    timed = [reading for reading in new if reading.exact_time]
    counted = _homes(timed)
    marked: dict[UUID, tuple[Reading, int]] = {}
    rounds: dict[Minute, set[Decimal | None]] = {}  # the values that are marked in a minute; empty: all of them
    for reading in timed:
        homes, same = counted.get(_minute_key(reading), (1, 1))
        if is_same_minute(homes, same, reading.pk not in from_file, limits):
            marked[reading.pk] = (reading, homes)
            values = rounds.setdefault(_minute_key(reading)[:2], set())
            if reading.pk in from_file and homes < limits.written_homes_in_a_minute:
                values.add(reading.temperature_c)
    for earlier in _earlier(rounds):
        marked.setdefault(earlier.pk, (earlier, counted.get(_minute_key(earlier), (0, 0))[0]))
    return [(reading, Pattern.SAME_MINUTE, homes) for reading, homes in marked.values()]


def _minute_key(reading: Reading) -> tuple[str, datetime, Decimal | None]:
    return reading.observer, minute(reading.happened_at), reading.temperature_c


def _homes(readings: Iterable[Reading]) -> dict[tuple[str, datetime, Decimal | None], tuple[int, int]]:
    """How many homes each observer checked in each minute, and how many with one value; across areas, counts only."""
    keys = sorted({_minute_key(reading) for reading in readings})
    if not keys:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(HOMES, [list(column) for column in zip(*keys, strict=True)])
        return {(observer, moment, amount): (homes, same) for observer, moment, amount, homes, same in cursor.fetchall()}


def _earlier(rounds: Mapping[Minute, Collection[Decimal | None]]) -> list[Reading]:
    """The readings of these observers in these minutes (of these values, if any are named), as far as the post may see them."""
    if not rounds:
        return []
    first, last = min(at for _, at in rounds), max(at for _, at in rounds) + timedelta(minutes=1)
    days = clocks.local(first).date() - timedelta(days=1), clocks.local(last).date() + timedelta(days=1)
    rows = Reading.objects.filter(
        happened_at__gte=first, happened_at__lt=last, observer__in={observer for observer, _ in rounds}, slot_date__range=days,
        live=True, kind=ReadingKind.MEASURED, exact_time=True, self_reported=False,
    )  # fmt: skip
    return [row for row in rows if _belongs(row, rounds)]


def _belongs(reading: Reading, rounds: Mapping[Minute, Collection[Decimal | None]]) -> bool:
    values = rounds.get((reading.observer, minute(reading.happened_at)))
    return values is not None and (not values or reading.temperature_c in values)


def _same_value(new: Sequence[Reading], limits: Limits) -> list[tuple[Reading, Pattern, int]]:
    """Rounds (one observer, one slot of one day) in which every home has one value."""
    rounds = {(reading.observer, reading.slot_date, reading.slot) for reading in new}
    rows = Reading.objects.filter(
        observer__in={one[0] for one in rounds}, slot_date__in={one[1] for one in rounds}, slot__in={one[2] for one in rounds},
        live=True, kind=ReadingKind.MEASURED, self_reported=False,
    )  # fmt: skip
    by_round: dict[tuple[str, object, str], list[Reading]] = defaultdict(list)
    for row in rows:
        by_round[row.observer, row.slot_date, row.slot].append(row)
    return [
        (reading, Pattern.SAME_VALUE, len(readings))
        for key in rounds
        for readings in [by_round.get(key, [])]
        if is_same_value([reading.temperature_c for reading in readings], limits)
        for reading in readings
    ]


@transaction.atomic
def decide_flags(flag_ids: Sequence[UUID], *, credible: bool, reason: str, by: Actor) -> list[Verdict]:
    """Say of marked readings whether they are to be believed, and why."""
    by.check(Permission.DECIDE_MEASURE)
    check_reason(reason)
    work = Work(by)
    found = ReadingFlag.objects.in_bulk(list(flag_ids))
    state = FlagState.CLEARED if credible else FlagState.CONFIRMED
    verdicts = [_decide(work, found.get(key), state, reason) for key in flag_ids]
    work.flush()
    log(work, "decide_flags", verdicts, reason=reason)
    return verdicts


def _decide(work: Work, flag: ReadingFlag | None, state: FlagState, reason: str) -> Verdict:
    if flag is None:
        return refused(Refused("not_found", choices.NOT_FOUND))
    if flag.state != FlagState.OPEN:
        return refused(Refused("flag_decided", choices.FLAG_DECIDED))
    work.change(flag, state=state, decided_at=work.now, decided_by=work.actor.name[:80], why=reason[:300])
    return accepted(flag.pk)


@transaction.atomic
def reopen_flags(flag_ids: Sequence[UUID], *, reason: str, by: Actor) -> list[Verdict]:
    """Take decisions on marked readings back: they wait for somebody again. Refused per row: not_found, flag_open, undo_too_late."""
    by.check(Permission.DECIDE_MEASURE)
    check_reason(reason)
    work = Work(by)
    found = ReadingFlag.objects.in_bulk(list(flag_ids))
    verdicts = [guarded(partial(_reopen, work, found.get(key))) for key in flag_ids]
    work.flush()
    log(work, "reopen_flags", verdicts, reason=reason)
    return verdicts


def _reopen(work: Work, flag: ReadingFlag | None) -> Verdict:
    if flag is None:
        raise Refused("not_found", choices.NOT_FOUND)
    if flag.state == FlagState.OPEN or flag.decided_at is None:
        raise Refused("flag_open", choices.FLAG_OPEN)
    check_within(flag.decided_at, work.now)
    work.change(flag, state=FlagState.OPEN, decided_at=None, decided_by="", why="")
    return accepted(flag.pk)
