"""Spot checks drawn at random so that anybody can draw again and get the same people.

The rule can be followed with any tool: write for everybody on the list the SHA-256 of ``seed``, a blank and the id, sort by it,
take as many as were asked for from the top. Nobody who draws can choose, and nobody is drawn who was not on the list.
"""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from uuid import UUID

from shouwang.lib.refusals import Refused
from shouwang.quarantine import choices
from shouwang.quarantine.choices import SpotCheckResult

MOST_DRAWN = 200  # one supervisor's list; more is another draw
ALERTING = (SpotCheckResult.NOT_AT_HOME, SpotCheckResult.SHARES_ROOM)


def ticket(seed: str, key: UUID) -> str:
    """The number that somebody's ticket has in a draw."""
    return hashlib.sha256(f"{seed} {key}".encode()).hexdigest()


def drawn(pool: Iterable[UUID], seed: str, number: int) -> list[UUID]:
    """Who is drawn: the lowest tickets, in the order of the draw."""
    return sorted(set(pool), key=lambda key: ticket(seed, key))[:number]


def number_of(pool: Collection[UUID], count: int | None, percent: int | None) -> int:
    """How many are drawn: as many as asked for, or a share rounded up.

    Raises Refused draw_size where neither or both are said or the number makes no sense, draw_empty where nobody can be drawn.
    """
    if (count is None) == (percent is None) or not 1 <= (count or percent or 0) <= (MOST_DRAWN if percent is None else 100):
        raise Refused("draw_size", choices.DRAW_SIZE, most=MOST_DRAWN)
    if not pool:
        raise Refused("draw_empty", choices.DRAW_EMPTY)
    wanted = count if count is not None else -(-len(pool) * (percent or 0) // 100)
    if wanted > MOST_DRAWN:
        raise Refused("draw_size", choices.DRAW_SIZE, most=MOST_DRAWN)
    return min(wanted, len(pool))


def check_days(first: date | None, last: date | None, today: date) -> None:
    """Refuse days that are no period gone by. Raises Refused draw_days."""
    days = (first, last)
    if days != (None, None) and (first is None or last is None or first > last or last > today):
        raise Refused("draw_days", choices.DRAW_DAYS)


def checksum(pool: Iterable[UUID]) -> str:
    """A short mark of the frozen list: two lists with one mark are the same list."""
    return hashlib.sha256("\n".join(sorted(map(str, pool))).encode()).hexdigest()[:16]


def is_alerting(result: str, before: Sequence[str], unanswered_calls: int) -> bool:
    """Whether a result alerts; ``before`` are the results of the same day, oldest first. Calls without an answer alert from so many in a row on."""
    if result != SpotCheckResult.NO_ANSWER:
        return result in ALERTING
    row = [*before, result][-unanswered_calls:]
    return len(row) == unanswered_calls and set(row) == {SpotCheckResult.NO_ANSWER}
