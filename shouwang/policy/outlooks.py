"""What would change for people if other rules came into force: the features that hold open cases answer, this floor adds up.

Nothing is decided or written here. Measures already begun keep the rules they began under, unless it is proposed that they follow the others.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from shouwang.lib import paths
from shouwang.policy.packs import Measure, Slot, Titles
from shouwang.policy.reads.rulebooks import Rulebook

SOONER, LATER, SAME = "sooner", "later", "same"
GROUP_KEY_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the rules say of one person: class, measure, its checks and team, and last day. Empty class: nobody has decided."""

    class_id: str
    class_titles: Titles | None = None
    measure: str = ""
    measure_titles: Titles | None = None
    last_day: date | None = None
    slots: tuple[Slot, ...] = ()
    roles: tuple[str, ...] = ()

    @classmethod
    def of(cls, class_id: str, titles: Titles | None, measure: Measure, last_day: date | None) -> "Outcome":
        """A class with one measure of a pack."""
        return cls(class_id, titles, measure.id, measure.titles, last_day, measure.slots, measure.team.roles if measure.team else ())

    @property
    def sort_key(self) -> tuple[str, ...]:
        """Class, measure, checks and team, for putting the same ones together."""
        checks = " ".join(f"{slot.id} {slot.starts:%H:%M}-{slot.ends:%H:%M}" for slot in self.slots)
        return self.class_id, self.measure, checks, " ".join(self.roles)


@dataclass(frozen=True, slots=True)
class Case:
    """One open case: what holds for it now, and what the other rules would say."""

    key: UUID
    now: Outcome
    then: Outcome
    area: str = ""  # where the person is

    @property
    def changes(self) -> bool:
        """Whether class, measure, checks, team or last day would be another."""
        return self.now.sort_key != self.then.sort_key or self.now.last_day != self.then.last_day

    @property
    def shift(self) -> str:
        """Whether the last day would come sooner or later."""
        if self.now.last_day == self.then.last_day:
            return SAME
        if self.now.last_day is None or self.then.last_day is None:
            return LATER if self.now.last_day is None else SOONER
        return LATER if self.then.last_day > self.now.last_day else SOONER


    @property
    def freed(self) -> bool:
        """Whether the other rules themselves, and not an officer still to decide, let the person go sooner."""
        return self.shift == SOONER and bool(self.then.class_id)


@dataclass(frozen=True)
class Held:
    """The open cases of one feature. ``by_hand``: decided by a person, so no rule would change them. ``more``: not all read."""

    cases: Sequence[Case]
    by_hand: int = 0
    more: bool = False


@dataclass(frozen=True)
class Line:
    """One case as a list shows it."""

    title: Any
    place: str
    url: str


@dataclass(frozen=True)
class Source:
    """A feature with open cases. ``held(now, then, area, by)`` judges them by two rulebooks (None: nothing to say here); ``lines(keys, by)`` names them.

    ``begun``: measures as they are, and as they would be if they followed the other rules; not what the rules would say of somebody who came today.
    """

    name: str
    title: Any
    permission: Any
    held: Callable[[Rulebook, Rulebook, str, Any], Held | None]
    lines: Callable[[Sequence[UUID], Any], Mapping[UUID, Line]]
    begun: bool = False


@dataclass(frozen=True)
class Group:
    """Cases with the same change; ``key`` names it in an address without saying anything of anybody."""

    key: str
    now: Outcome
    then: Outcome
    shift: str
    cases: Sequence[Case]


@dataclass(frozen=True)
class Outlook:
    """What would change in one feature."""

    source: Source
    checked: int
    by_hand: int
    more: bool
    groups: Sequence[Group] = field(default_factory=tuple)

    @property
    def changed(self) -> int:
        """How many people would get another class, measure, checks, team or last day."""
        return sum(len(group.cases) for group in self.groups)


@dataclass(frozen=True)
class Village:
    """How many people of one village would change, and of these how many would be free sooner or later."""

    area: str
    changed: int
    sooner: int
    later: int


def by_village(found: Sequence[Outlook]) -> list[Village]:
    """The changes of all features by village, in the order of the tree."""
    cases = [case for one in found for group in one.groups for case in group.cases]
    counted = Counter((paths.cut(case.area, "village"), shift) for case in cases for shift in ("", case.shift))
    return [Village(area, counted[area, ""], counted[area, SOONER], counted[area, LATER]) for area in sorted({area for area, _shift in counted})]


_sources: list[Source] = []


def supply(*sources: Source) -> None:
    """Name the features with open cases, once at start-up; one that is there already changes nothing."""
    known = {source.name for source in _sources}
    _sources.extend(source for source in sources if source.name not in known)


def outlooks(now: Rulebook, then: Rulebook, area: str, by: Any) -> list[Outlook]:
    """What would change in an area, feature by feature; only those the post may see."""
    asked = ((source, source.held(now, then, area, by)) for source in _sources if by.can(source.permission))
    return [_outlook(source, held) for source, held in asked if held is not None]


def _outlook(source: Source, held: Held) -> Outlook:
    changing = sorted((case for case in held.cases if case.changes), key=_kind)
    groups = [_group(source, list(cases)) for _kind_of, cases in groupby(changing, key=_kind)]
    groups.sort(key=lambda group: -len(group.cases))
    return Outlook(source, len(held.cases) + held.by_hand, held.by_hand, held.more, groups)


def _kind(case: Case) -> tuple[str, ...]:
    return (*case.now.sort_key, *case.then.sort_key, case.shift)


def _group(source: Source, cases: list[Case]) -> Group:
    key = hashlib.sha256("|".join((source.name, *_kind(cases[0]))).encode()).hexdigest()[:GROUP_KEY_LENGTH]
    return Group(key, cases[0].now, cases[0].then, cases[0].shift, cases)
