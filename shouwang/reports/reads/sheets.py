"""The sheet of a subject on a day: frozen as it stood, or counted now; with what came later beside it."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from shouwang.ledger import figures as counting
from shouwang.ledger.figures import Figure, Values, registry
from shouwang.ledger.records import record_models
from shouwang.ledger.subjects import Day, Subject
from shouwang.lib import clocks, paths
from shouwang.places import reads as places
from shouwang.policy import reads as policy
from shouwang.reports.choices import Act, Level
from shouwang.reports.models import FrozenSheet, Signature
from shouwang.reports.rules import differences, plain

Figures = dict[str, Values]


@dataclass(frozen=True)
class Item:
    """One line of the sheet."""

    figure: Figure
    values: Values
    later: dict[str, list[Any]] = field(default_factory=dict)  # column: [as frozen or signed, now]
    before: Values = field(default_factory=dict)  # the day before, where it was asked for

    @property
    def name(self) -> str:
        """The identifier of the figure."""
        return self.figure.name


@dataclass(frozen=True)
class Sheet:
    """A daily report as somebody reads it."""

    subject: Subject
    day: Day
    items: list[Item]
    revision: int = 0
    frozen_at: datetime | None = None
    signed_by: str = ""
    signed_at: datetime | None = None
    rules: policy.Rulebook = field(default_factory=policy.rulebook)  # read once for the whole page

    @property
    def frozen(self) -> bool:
        """Whether the numbers no longer move."""
        return self.frozen_at is not None

    @property
    def later(self) -> list[Item]:
        """The lines to which something was added after the freeze, or after the signature while nothing is frozen."""
        return [item for item in self.items if item.later]


def day_of(day: date, area: str) -> Day:
    """The statistics day of an area: from the cut-off in force the day before to its own, so that a change of cut-off leaves no gap."""
    return rule_day(policy.rulebook(), day, area)


def rule_day(rules: policy.Rulebook, day: date, area: str) -> Day:
    """The same with rules that are at hand already."""
    before = day - timedelta(days=1)
    return Day(day, clocks.at(before, rules.cutoff_for(area, before)[0]), clocks.at(day, rules.cutoff_for(area, day)[0]))


def area_of(subject: Subject) -> str:
    """The area of a subject, or the area its unit sits in."""
    return subject.area or places.unit_area(subject.unit)


def live_values(subject: Subject, day: Day) -> Figures:
    """Every figure as it is counted now, each family of figures in one go."""
    return counting.values_of(registry.all(), subject, day)


def values_by_area(subject: Subject, day: Day, level: str) -> dict[str, Figures]:
    """The same for every area of a level below the subject that has a number."""
    return counting.values_by_area(registry.all(), subject, day, level)


def whole_sheet(counted: Figures) -> Figures:
    """A sheet with every figure and column, 0 where nothing was counted."""
    return {figure.name: _columns(figure, counted) for figure in registry.all()}


def frozen_sheet(subject: Subject, day: date, revision: int | None = None) -> FrozenSheet | None:
    """The sheet as it was first frozen, or a named revision of it."""
    kept = FrozenSheet.objects.filter(area=area_of(subject), unit=subject.unit, report_on=day)
    return kept.filter(revision=revision or 1).first()


def frozen_moments(areas: list[str], days: set[date]) -> dict[tuple[str, date], datetime]:
    """When the sheets of these areas were first frozen, by area and day."""
    kept = FrozenSheet.objects.filter(area__in=areas, unit="", report_on__in=days, revision=1)
    return {(area, day): at for area, day, at in kept.values_list("area", "report_on", "frozen_at")}


def latest_frozen(subject: Subject, day: date) -> FrozenSheet | None:
    """The last revision of a sheet, or none."""
    return FrozenSheet.objects.filter(area=area_of(subject), unit=subject.unit, report_on=day).order_by("-revision").first()


def changed_since_freeze(county: str, on: date) -> bool:
    """Whether anything of a frozen day (or of the days before it) came in after its last freeze."""
    last = FrozenSheet.objects.filter(area=county, unit="", report_on=on).order_by("-revision").first()
    if last is None:
        return False
    low, high = paths.bounds(county)
    here = {"area__gte": low, "area__lt": high, "received__gt": last.received_mark}
    if Signature.objects.filter(report_on=on, **here).exists():
        return True
    return any(model.objects.filter(day__lte=on, **here).exists() for model in record_models() if model is not Signature)


def revisions(subject: Subject, on: date) -> list[FrozenSheet]:
    """Every frozen state of a sheet, oldest first."""
    return list(FrozenSheet.objects.filter(area=area_of(subject), unit=subject.unit, report_on=on).order_by("revision"))


@dataclass(frozen=True)
class Base:
    """What a sheet is measured against: its frozen state, or what was signed while nothing is frozen."""

    figures: Figures
    received: int
    frozen: FrozenSheet | None = None
    signed: Signature | None = None


def sheet(subject: Subject, on: date, *, as_of: str = "", revision: int = 0, compare: bool = False) -> Sheet:
    """The report of a subject: as frozen where it is frozen, as signed where it is signed, with later changes marked.

    ``as_of="latest"`` counts everything known now; ``revision`` gives that frozen state as it was; ``compare`` adds the day before.
    """
    rules = policy.rulebook()
    day = rule_day(rules, on, area_of(subject))
    base = None if as_of == "latest" else base_of(subject, on, revision)
    live = {} if base and revision else live_values(subject, day)
    before = _day_before(subject, on, rules) if compare else {}
    items = [_item(figure, base, live, before) for figure in registry.all()]
    if base is None:
        return Sheet(subject, day, items, rules=rules)
    kept, said = base.frozen, base.signed
    return Sheet(
        subject, day, items, kept.revision if kept else 0, kept.frozen_at if kept else None,
        said.signer if said else "", said.happened_at if said else None, rules,
    )  # fmt: skip


def base_of(subject: Subject, on: date, revision: int = 0) -> Base | None:
    """What a sheet is measured against: its frozen state, else the highest signature that stands; None while there is neither."""
    kept = frozen_sheet(subject, on, revision)
    if kept is not None:
        return Base(kept.figures, kept.received_mark, frozen=kept)
    said = _standing_signature(subject.area, on) if subject.area else None
    return Base(said.figures, said.received_mark, signed=said) if said else None


def _standing_signature(area: str, on: date) -> Signature | None:
    """The signature of the highest level that has signed this sheet and was not given it back."""
    said = Signature.objects.filter(area=area, report_on=on, live=True).order_by("received")
    last = {word.level: word for word in said}
    return next((last[level] for level in reversed(Level) if level in last and last[level].act == Act.SIGN), None)


def _day_before(subject: Subject, on: date, rules: policy.Rulebook) -> Figures:
    """The figures of the day before: its last frozen state, else as they were signed; counted now only where there is neither."""
    before = on - timedelta(days=1)
    kept = latest_frozen(subject, before) or (_standing_signature(subject.area, before) if subject.area else None)
    return kept.figures if kept else live_values(subject, rule_day(rules, before, area_of(subject)))


def _item(figure: Figure, base: Base | None, live: Figures, before: Figures) -> Item:
    old = _columns(figure, before) if before else {}
    if base is None:
        return Item(figure, live[figure.name], before=old)
    now = plain({figure.name: live[figure.name]}) if live else {}
    later = differences({figure.name: base.figures.get(figure.name, {})}, now).get(figure.name, {})
    return Item(figure, _columns(figure, base.figures) if base.frozen else live[figure.name], later, old)


def _columns(figure: Figure, figures: Figures) -> Values:
    values = figures.get(figure.name, {})
    return {column: values.get(column, 0) for column in figure.columns}


def sheet_by_area(subject: Subject, day: Day, level: str, columns: list[tuple[str, str]]) -> list[dict[str, Any]]:
    """One row for every area of a level below the subject: path, name, and the wanted (figure, column) numbers, live."""
    counted = counting.values_by_area(registry.some(name for name, _column in columns), subject, day, level)
    areas = places.areas_below(subject.area, level, day.date) if subject.area else []
    return [
        {"path": area.path, "name": area.name, "numbers": [counted.get(area.path, {}).get(name, {}).get(column, 0) for name, column in columns]}
        for area in areas
    ]


def figure(name: str) -> Figure | None:
    """The declaration of a figure, or none."""
    return registry.get(name)


def rows_behind(subject: Subject, on: date, name: str, column: str) -> QuerySet[Any] | None:
    """The rows that a number counts. None for an unknown figure."""
    declared = registry.get(name)
    return declared.rows(subject, day_of(on, area_of(subject)), column) if declared else None
