"""Who has not signed a day, by name; where each sheet below stands; the same by managing unit."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from shouwang.accounts import reads as accounts
from shouwang.accounts.actors import Actor
from shouwang.ledger.subjects import Subject
from shouwang.lib import clocks, paths
from shouwang.places import reads as places
from shouwang.policy import reads as policy
from shouwang.prompts import reads as prompts
from shouwang.reports import rules
from shouwang.reports.choices import Act, Level, SheetState
from shouwang.reports.models import FrozenSheet
from shouwang.reports.reads.duties import confirmed, expected_villages
from shouwang.reports.reads.signatures import last_words


@dataclass(frozen=True)
class OpenSheet:
    """A sheet that waits: whose, at which level, where it stands, by when it is due, and why it was given back."""

    area: str
    level: Level
    state: SheetState
    due: datetime
    remark: str = ""


@dataclass(frozen=True)
class Unsigned:
    """The same with its day and names: the area's, of those who sign there, and when they were last reminded."""

    sheet: OpenSheet
    day: date
    name: str
    signers: tuple[str, ...]
    prompted_at: datetime | None = None

    @property
    def area(self) -> str:
        """Whose sheet it is."""
        return self.sheet.area


def open_sheets(area: str, on: date, now: datetime) -> list[OpenSheet]:
    """The sheets at and below an area that nobody has signed or that were given back: townships first, then villages."""
    expected = expected_villages(Subject(area=area), on)
    wanted = [(Level.TOWNSHIP, path) for path in sorted({paths.cut(village, "township") for village in expected})] if paths.level(area) == "county" else []
    wanted += [(Level.VILLAGE, village) for village in expected]
    words = {level: last_words(on, level, area) for level in (Level.TOWNSHIP, Level.VILLAGE)}
    rulebook = policy.rulebook()
    return [
        _open(path, level, words[level].get(path), on, rulebook.cutoff_for(path, on), now)
        for level, path in wanted
        if (word := words[level].get(path)) is None or word.act == Act.RETURN
    ]


def _open(area: str, level: Level, word: Any, on: date, times: tuple[Any, Any], now: datetime) -> OpenSheet:
    return OpenSheet(area, level, _state(word, level, on, times, now), rules.deadline(level, on, times[0]), word.remark if word else "")


def unsigned(sheets: Sequence[OpenSheet], on: date, *, by: Actor) -> list[Unsigned]:
    """These sheets by name, in the same order; three queries for any number."""
    areas = [sheet.area for sheet in sheets]
    names, last = places.full_names(areas, under=by.area), prompts.last_prompts("report_to_sign", on.isoformat(), areas)
    holders = _holders(set(areas), by)
    return [
        Unsigned(sheet, on, names.get(sheet.area, ""), tuple(holders.get((sheet.level, sheet.area), ())), last[sheet.area].sent_at if sheet.area in last else None)
        for sheet in sheets
    ]


def _holders(areas: set[str], by: Actor) -> dict[tuple[Level, str], list[str]]:
    """The names of those who sign at a level in an area, from the posts in force. One query."""
    found: dict[tuple[Level, str], list[str]] = {}
    for post in accounts.posts_below(by=by, ended=False).filter(area__in=areas):
        for level in (Level.VILLAGE, Level.TOWNSHIP):
            if post.role in rules.SIGNERS[level]:
                found.setdefault((level, post.area), []).append(post.user.full_name or post.user.username)
    return found


def _state(word: Any, level: str, on: date, times: tuple[Any, Any], now: datetime) -> SheetState:
    said = rules.Word(word.act, word.zero, word.happened_at) if word else None
    cutoff, freeze = times
    return rules.state(said, due=rules.deadline(level, on, cutoff), cutoff_at=clocks.at(on, cutoff), frozen_at=clocks.at(on, freeze), now=now)


def states_below(area: str, on: date, level: Level, areas: list[str], now: datetime, rules_at_hand: policy.Rulebook | None = None) -> dict[str, SheetState]:
    """Where the sheet of each of these areas stands at its own level."""
    words, rulebook = last_words(on, level, area), rules_at_hand or policy.rulebook()
    return {path: _state(words.get(path), level, on, rulebook.cutoff_for(path, on), now) for path in areas}


def by_unit(area: str, on: date) -> list[dict[str, Any]]:
    """The managing units of an area: villages that have to report and have, and the unit's frozen figures if there are any. A fixed number of queries."""
    villages = expected_villages(Subject(area=area), on)
    answering, said = places.managing_units(villages, on), confirmed(on, villages)
    due, done = Counter(answering.values()), Counter(unit for village, unit in answering.items() if village in said)
    units = places.managing_units_of(area, on)
    kept = FrozenSheet.objects.filter(unit__in=[unit.code for unit in units], report_on=on).order_by("revision")
    figures = dict(kept.values_list("unit", "figures"))
    return [{"code": unit.code, "name": unit.name, "due": due[unit.code], "done": done[unit.code], "figures": figures.get(unit.code, {})} for unit in units]
