"""Figures, declared once: the same declaration tallies what is written, counts the past again, and lists the rows behind a number.

``Flow`` counts records by the day they happened (columns today and total). ``Stock`` counts what stands at the cut-off (now).
``Computed`` is worked out by its feature. All three answer the same four questions: ``values``, ``by_area``, ``rows``, and their title.
Figures of one family (all flows, stocks that stand on the same rows, computed figures of one function) are counted together:
``values_of`` and ``values_by_area`` ask once for each family, however many figures it has.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Protocol

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Left

from shouwang.ledger.models import Tally
from shouwang.ledger.subjects import Day, Subject
from shouwang.lib.paths import LEVELS, WIDTH

TODAY, TOTAL, NOW = "today", "total", "now"
Number = int | Decimal | str | None
Values = dict[str, Number]
Weights = Mapping[Any, int]  # what each row adds to a number, by its key


class Figure(Protocol):
    """What every figure can do."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> Any: ...
    @property
    def group(self) -> str: ...
    @property
    def columns(self) -> tuple[str, ...]: ...
    def values(self, subject: Subject, day: Day) -> Values:
        """The number of each column for a subject on a day."""
        ...
    def by_area(self, subject: Subject, day: Day, level: str) -> dict[str, Values]:
        """The same for every area of a level below the subject that has a number, by path."""
        ...
    def rows(self, subject: Subject, day: Day, column: str) -> QuerySet[Any]:
        """The rows that a number counts."""
        ...


def whole(number: Any) -> int | Decimal:
    """A sum from the database as a plain number: None is 0, 3.00 is 3."""
    amount = Decimal(number or 0)
    return int(amount) if amount == amount.to_integral_value() else amount


@dataclass(frozen=True, kw_only=True)
class Flow:
    """Records that match ``where``, by day. ``amount`` sums a column instead; ``distinct`` counts each value of a key once a day."""

    name: str
    title: Any
    group: str
    model: type[Any]
    where: Q = field(default_factory=Q)
    amount: str = ""
    distinct: str = ""
    columns: tuple[str, ...] = (TODAY, TOTAL)

    def matching(self) -> QuerySet[Any]:
        """All records this figure has ever counted or still counts."""
        return self.model.objects.filter(self.where)

    def measure(self) -> Any:
        """The aggregate of an additive flow."""
        return Sum(self.amount, filter=self.where) if self.amount else Count("pk", filter=self.where)

    def values(self, subject: Subject, day: Day) -> Values:
        """From the tallies."""
        return flow_values([self], subject, day)[self.name]

    def by_area(self, subject: Subject, day: Day, level: str) -> dict[str, Values]:
        """From the tallies."""
        return {path: values[self.name] for path, values in flow_values_by_area([self], subject, day, level).items() if self.name in values}

    def records(self, subject: Subject, day: Day, column: str) -> QuerySet[Any]:
        """Every record of the column's days, those that no longer count too, newest first."""
        days = Q(day=day.date) if column == TODAY else Q(day__lte=day.date)
        return self.matching().filter(subject.filter, days).order_by("-happened_at", "-pk")

    def rows(self, subject: Subject, day: Day, column: str) -> QuerySet[Any]:
        """The records themselves, newest first."""
        return self.records(subject, day, column).filter(live=True)


@dataclass(frozen=True, kw_only=True)
class Stock:
    """What stands at the cut-off. ``standing(day)`` gives the rows (with area, unit, reported_by) of everybody, ``where`` those of them it counts (if that hangs on the day: a function of it).

    ``amount`` sums a column instead of counting; ``distinct`` counts each value of a key once.
    """

    name: str
    title: Any
    group: str
    standing: Callable[[Day], QuerySet[Any]]
    where: Callable[[Day], Q] | Q = field(default_factory=Q)
    amount: str = ""
    distinct: str = ""
    columns: tuple[str, ...] = (NOW,)

    def measure(self, day: Day) -> Any:
        """The aggregate over the rows of its family."""
        which = self._which(day) or None
        if self.amount:
            return Sum(self.amount, filter=which)
        return Count(self.distinct or "pk", filter=which, distinct=bool(self.distinct))

    def _which(self, day: Day) -> Q:
        return self.where if isinstance(self.where, Q) else self.where(day)

    def values(self, subject: Subject, day: Day) -> Values:
        """One count over the subject's rows."""
        return values_of([self], subject, day)[self.name]

    def by_area(self, subject: Subject, day: Day, level: str) -> dict[str, Values]:
        """One count, grouped by the leading part of the path."""
        return _alone(self, subject, day, level)

    def rows(self, subject: Subject, day: Day, column: str = NOW) -> QuerySet[Any]:
        """The standing rows of the subject."""
        return self.standing(day).filter(subject.filter, self._which(day))

    @property
    def weighs(self) -> bool:
        """Whether a row may add another number than one."""
        return bool(self.amount)

    def weights(self, subject: Subject, day: Day) -> Weights:
        """What each row adds, where that is a column of it."""
        return {key: int(amount or 0) for key, amount in self.rows(subject, day).order_by().values_list("pk", self.amount)}

    def once(self, subject: Subject, day: Day, keys: Collection[Any]) -> QuerySet[Any]:
        """The rows with these keys, whether they still stand or not."""
        del subject
        return self.standing(day).model._default_manager.filter(pk__in=keys)


@dataclass(frozen=True, kw_only=True)
class Computed:
    """Worked out by its feature. ``counts`` and ``counts_by_area`` answer for every figure that names the same functions, by figure name."""

    name: str
    title: Any
    group: str
    counts: Callable[[Subject, Day], Mapping[str, Number]]
    counts_by_area: Callable[[Subject, Day, str], Mapping[str, Mapping[str, Number]]]
    listed: Callable[[Subject, Day], QuerySet[Any]]
    columns: tuple[str, ...] = (TODAY,)
    wider: Callable[[Subject, Day], QuerySet[Any]] | None = None  # what a row may have been chosen from; set where the number comes and goes with rows
    weigh: Callable[[Subject, Day], Weights] | None = None  # what each row adds, where that is not one
    shifts: Callable[[Subject, Day, int], Mapping[Any, tuple[int, int]]] | None = None  # what rows added at a number of the server sequence and add now, of those that changed since

    def values(self, subject: Subject, day: Day) -> Values:
        """The feature's number, in the figure's one column."""
        return values_of([self], subject, day)[self.name]

    def by_area(self, subject: Subject, day: Day, level: str) -> dict[str, Values]:
        """The feature's numbers by area."""
        return _alone(self, subject, day, level)

    def rows(self, subject: Subject, day: Day, column: str = "") -> QuerySet[Any]:
        """The feature's rows."""
        return self.listed(subject, day)

    @property
    def weighs(self) -> bool:
        """Whether a row may add another number than one."""
        return bool(self.weigh or self.shifts)

    def weights(self, subject: Subject, day: Day) -> Weights:
        """What each row adds, as its feature says."""
        return self.weigh(subject, day) if self.weigh else {}

    def once(self, subject: Subject, day: Day, keys: Collection[Any]) -> QuerySet[Any]:
        """The rows with these keys, whether they still count or not."""
        return (self.wider or self.listed)(subject, day).filter(pk__in=keys)


def values_of(figures: Sequence[Figure], subject: Subject, day: Day) -> dict[str, Values]:
    """Many figures at once, by name: one query for all flows, one for each family of the others."""
    found = flow_values(_of_kind(figures, Flow), subject, day)
    for stocks in _families(_of_kind(figures, Stock), "standing"):
        found |= _stock_values(stocks, subject, day)
    for family in _families(_of_kind(figures, Computed), "counts"):
        numbers = family[0].counts(subject, day)
        found |= {figure.name: {figure.columns[0]: numbers[figure.name]} for figure in family}
    return {figure.name: found[figure.name] for figure in figures}


def values_by_area(figures: Sequence[Figure], subject: Subject, day: Day, level: str) -> dict[str, dict[str, Values]]:
    """The same for every area of a level below the subject that has a number: path, then figure name, then columns."""
    found = flow_values_by_area(_of_kind(figures, Flow), subject, day, level)
    for stocks in _families(_of_kind(figures, Stock), "standing"):
        for row in _stock_rows(stocks, subject, day, level):
            found.setdefault(row["place"], {}).update(_stock_columns(stocks, row))
    for family in _families(_of_kind(figures, Computed), "counts_by_area"):
        for path, numbers in family[0].counts_by_area(subject, day, level).items():
            found.setdefault(path, {}).update({figure.name: {figure.columns[0]: numbers.get(figure.name, 0)} for figure in family})
    return found


def _alone(figure: Figure, subject: Subject, day: Day, level: str) -> dict[str, Values]:
    return {path: values[figure.name] for path, values in values_by_area([figure], subject, day, level).items() if any(values[figure.name].values())}


def _of_kind[Kind](figures: Sequence[Figure], kind: type[Kind]) -> list[Kind]:
    return [figure for figure in figures if isinstance(figure, kind)]


def _families[Kind](figures: list[Kind], shared: str) -> list[list[Kind]]:
    """Figures that share a function, together."""
    found: dict[Any, list[Kind]] = {}
    for figure in figures:
        found.setdefault(getattr(figure, shared), []).append(figure)
    return list(found.values())


def _stock_values(stocks: list[Stock], subject: Subject, day: Day) -> dict[str, Values]:
    measures = {stock.name: stock.measure(day) for stock in stocks}
    return _stock_columns(stocks, stocks[0].standing(day).filter(subject.filter).order_by().aggregate(**measures))


def _stock_rows(stocks: list[Stock], subject: Subject, day: Day, level: str) -> QuerySet[Any]:
    measures = {stock.name: stock.measure(day) for stock in stocks}
    return stocks[0].standing(day).filter(subject.filter).order_by().values(place=place_at(level)).annotate(**measures)


def _stock_columns(stocks: list[Stock], numbers: Mapping[str, Any]) -> dict[str, Values]:
    return {stock.name: {stock.columns[0]: whole(numbers[stock.name])} for stock in stocks}


def place_at(level: str) -> Left:
    """The area of a level in which a row lies: the leading part of its path."""
    return Left("area", WIDTH * (LEVELS.index(level) + 1))


def _sums(day: Day) -> dict[str, Any]:
    return {"today": Sum("n", filter=Q(day=day.date)), "total": Sum("n")}


def flow_values(flows: list[Flow], subject: Subject, day: Day) -> dict[str, Values]:
    """Many flows at once, in one query over the tallies; a flow without a tally is 0."""
    if not flows:
        return {}
    found = (
        Tally.objects.filter(subject.filter, figure__in=[flow.name for flow in flows], day__lte=day.date)
        .order_by().values("figure").annotate(**_sums(day))
    )
    sums = {row["figure"]: row for row in found}
    return {flow.name: _columns(flow, sums.get(flow.name, {})) for flow in flows}


def flow_values_by_area(flows: list[Flow], subject: Subject, day: Day, level: str) -> dict[str, dict[str, Values]]:
    """The same for every area of a level: path, then figure name, then columns."""
    if not flows:
        return {}
    by_name = {flow.name: flow for flow in flows}
    found = (
        Tally.objects.filter(subject.filter, figure__in=list(by_name), day__lte=day.date)
        .order_by().values("figure", place=place_at(level)).annotate(**_sums(day))
    )
    result: dict[str, dict[str, Values]] = {}
    for row in found:
        result.setdefault(row["place"], {})[row["figure"]] = _columns(by_name[row["figure"]], row)
    return result


def _columns(flow: Flow, sums: Mapping[str, Any]) -> Values:
    return {column: whole(sums.get(column)) for column in flow.columns}


class Registry:
    """All figures of the product, in the order of the daily report; filled by ``project`` once the features are loaded."""

    def __init__(self) -> None:
        self._figures: dict[str, Figure] = {}

    def register(self, *figures: Figure) -> None:
        """Add figures. Raises ValueError when a name is taken: every number has one declaration."""
        for figure in figures:
            if figure.name in self._figures:
                raise ValueError(f"the figure {figure.name} is declared twice")
            self._figures[figure.name] = figure

    def all(self) -> list[Figure]:
        """Every figure in order."""
        return list(self._figures.values())

    def get(self, name: str) -> Figure | None:
        """The figure of this name, or none."""
        return self._figures.get(name)

    def some(self, names: Iterable[str]) -> list[Figure]:
        """The figures of these names in their order, each once; an unknown name is passed over."""
        return [self._figures[name] for name in dict.fromkeys(names) if name in self._figures]

    def flows(self) -> list[Flow]:
        """The figures that are tallied."""
        return [figure for figure in self._figures.values() if isinstance(figure, Flow)]

    def flows_of(self, model: type[Any]) -> list[Flow]:
        """The flows that count records of a table."""
        return [flow for flow in self.flows() if flow.model is model]


registry = Registry()
__all__ = ["NOW", "TODAY", "TOTAL", "Computed", "Figure", "Flow", "Registry", "Stock", "place_at", "registry", "values_by_area", "values_of", "whole"]
