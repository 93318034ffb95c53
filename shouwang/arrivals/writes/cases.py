"""One row on its way to a verdict: what it says, and what has been found out about it so far."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from shouwang.accounts.actors import Actor
from shouwang.arrivals.rules.returns import Compared, Relation
from shouwang.arrivals.writes.rows import NewArrival
from shouwang.lib import clocks, paths
from shouwang.lib.documents import age_on
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Warned
from shouwang.policy.facts import UNKNOWN_ORIGIN, Origin
from shouwang.policy.packs import Pack
from shouwang.policy.reads import Rulebook
from shouwang.policy.tables import Classification


@dataclass(slots=True)
class Case:
    """A row while it is judged. Whatever the row says can be asked of the case itself."""

    row: NewArrival
    id: UUID
    happened_at: datetime
    on: date  # county day of the registration
    refusal: Refused | None = None
    warnings: list[Warned] = field(default_factory=list)
    area: str = ""  # management path
    candidates: list[str] = field(default_factory=list)
    place_open: bool = False
    unit: str = ""
    reporter: str = ""  # who reported it, also where that is the managing unit
    person_id: UUID | None = None
    person_created: bool = False
    person_area: str = ""  # where a known person lived so far
    person_key: Any = None  # the same for two rows about one person, known or not
    birth_date: date | None = None
    person_facts: dict[str, Any] = field(default_factory=dict)
    from_origin: Origin = UNKNOWN_ORIGIN
    found_rules: Pack | None = None
    classification: Classification | None = None  # of somebody who is here
    expected: Classification | None = None  # of somebody who is only announced
    known: Any = None  # the registration it was compared with: a stored one, or an earlier case
    compared: Compared | None = None

    def __getattr__(self, name: str) -> Any:
        """What the row says."""
        return getattr(self.row, name)

    @property
    def root(self) -> UUID:
        """A new registration begins its own return."""
        return self.id

    @property
    def county(self) -> str:
        """The county of the case."""
        return paths.cut(self.area, "county")

    @property
    def age(self) -> int | None:
        """Completed years on the day of registration: by the document, else as it was told."""
        return age_on(self.birth_date, self.on) if self.birth_date else self.row.age

    @property
    def origin(self) -> str:
        """The kind of place the person came from."""
        return self.from_origin.kind

    @property
    def origin_code(self) -> str:
        """The official code of that place, as far as the words say."""
        return self.from_origin.code

    @property
    def unassigned(self) -> bool:
        """Whether nobody in particular looks after the person yet."""
        return len(self.area) < VILLAGE_LENGTH

    @property
    def contradicts(self) -> bool:
        """Whether the row is kept beside the known registration until somebody decides."""
        return self.compared is not None and self.compared.relation is Relation.CONFLICT

    @property
    def is_new(self) -> bool:
        """Whether the row is a return of its own."""
        return self.refusal is None and (self.compared is None or self.compared.relation >= Relation.OTHER_SOON)

    @property
    def is_kept(self) -> bool:
        """Whether the row is stored: as a return, or as a contradiction."""
        return self.is_new or (self.refusal is None and self.contradicts)

    @property
    def moves_person(self) -> bool:
        """Whether a known person lives somewhere else now."""
        return bool(self.person_area) and not self.unassigned and not paths.holds(self.area, self.person_area)

    @property
    def rules(self) -> Pack:
        """The pack with the overlays that apply to this row; asked only of rows that were not refused."""
        if self.found_rules is None:
            raise ValueError("no rules were found for this row")
        return self.found_rules

    def refuse(self, refusal: Refused) -> None:
        """Take the row out of what follows; the first reason stays."""
        self.refusal = self.refusal or refusal

    def warn(self, code: str, sentence: Any) -> None:
        """Something a person should look at."""
        self.warnings.append(Warned(code, sentence))


VILLAGE_LENGTH = paths.WIDTH * (paths.LEVELS.index("village") + 1)


@dataclass(slots=True)
class Batch:
    """Rows that are judged together, who sends them, and when."""

    cases: list[Case]
    actor: Actor
    now: datetime
    book: Rulebook

    def part(self, cases: list[Case]) -> "Batch":
        """Some of the cases, with the same sender and rules."""
        return Batch(cases, self.actor, self.now, self.book)

    def stat_day(self, case: Case) -> date:
        """The statistics day of a registration."""
        return clocks.stat_day(case.happened_at, self.book.cutoff_for(case.county, case.on)[0])

    def open(self) -> Iterator[Case]:
        """The cases that nothing has refused so far."""
        return (case for case in self.cases if case.refusal is None)

    def by_day(self) -> Iterable[tuple[date, list[Case]]]:
        """The open cases by day of registration."""
        days: dict[date, list[Case]] = {}
        for case in self.open():
            days.setdefault(case.on, []).append(case)
        return days.items()
