"""Draws of spot checks: nobody chooses who is looked at."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import WHOLE_TREE, Actor
from shouwang.accounts.choices import Permission
from shouwang.ledger.records import known_ids
from shouwang.ledger.subjects import Day
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, accepted, duplicate, refused
from shouwang.quarantine import choices
from shouwang.quarantine.choices import MEASURE_TITLES, SpotCheckMode
from shouwang.quarantine.models import SpotDraw
from shouwang.quarantine.reads.draws import eligible
from shouwang.quarantine.rules.draws import check_days, drawn, number_of
from shouwang.quarantine.writes.rows import NewDraw
from shouwang.quarantine.writes.work import Work, log

SEED_BYTES = 8  # 64 bits: nobody can try seeds until a wanted person comes up
SHORTEST_SEED, LONGEST_SEED = 4, 40


@transaction.atomic
def draw_spot_checks(batch: Sequence[NewDraw], *, by: Actor) -> list[Verdict]:
    """Draw people under observation for unannounced looks. The list of all who could be drawn is frozen with the seed.

    With days, from those whose measure was in force on them, whatever has become of it since. Refused: out_of_area, UNKNOWN_VALUE,
    draw_size, draw_days, draw_empty, seed_short. The verdict's facts name how many were on the list and drawn.
    """
    by.check(Permission.SPOT_CHECK)
    work = Work(by)
    known = known_ids(SpotDraw, [row.id for row in batch])
    verdicts = [_guarded(work, known, row) for row in batch]
    work.flush()
    log(work, "draw_spot_checks", verdicts)
    return verdicts


def _guarded(work: Work, known: set[UUID], row: NewDraw) -> Verdict:
    if row.id in known:
        return duplicate(row.id)
    try:
        return _draw(work, row)
    except Refused as refusal:
        return refused(refusal)


def _draw(work: Work, row: NewDraw) -> Verdict:
    within = row.area or work.actor.area
    work.actor.check(Permission.SPOT_CHECK, within)
    _check_values(row)
    seed = row.seed.strip() or secrets.token_hex(SEED_BYTES)
    pool = eligible(within, row.measure, *_span(work, row, within))
    found = drawn(pool, seed, number_of(pool, row.count, row.percent))
    area = within if work.actor.area == WHOLE_TREE else work.actor.area
    work.add(
        SpotDraw(
            id=row.id, **work.record(area, work.actor.unit, work.now), within=within, mode=row.mode, measure=row.measure, first_day=row.first_day, last_day=row.last_day,
            asked_count=row.count, asked_percent=row.percent, seed=seed, pool=pool, drawn=found, drawn_by=work.actor.name[:80],
        )
    )  # fmt: skip
    return accepted(row.id, listed=len(pool), drawn=len(found))


def _span(work: Work, row: NewDraw, within: str) -> tuple[datetime, datetime]:
    """From when to when somebody must have been under the measure: now, or on the statistics days of the draw."""
    check_days(row.first_day, row.last_day, work.stat_day(within, work.now))
    if row.first_day is None or row.last_day is None:
        return work.now, work.now
    first, last = (Day.of(day, work.rules.cutoff_for(within, day)[0]) for day in (row.first_day, row.last_day))
    return first.start, min(last.end, work.now)


def _check_values(row: NewDraw) -> None:
    if row.mode not in SpotCheckMode.values:
        raise Refused("UNKNOWN_VALUE", choices.UNKNOWN_VALUE, value=row.mode)
    if row.measure and row.measure not in MEASURE_TITLES:
        raise Refused("UNKNOWN_VALUE", choices.UNKNOWN_VALUE, value=row.measure)
    if row.seed.strip() and not SHORTEST_SEED <= len(row.seed.strip()) <= LONGEST_SEED:
        raise Refused("seed_short", choices.SEED_SHORT)
