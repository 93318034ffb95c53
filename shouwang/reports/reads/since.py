"""What changed in a number since its sheet was frozen or signed: the rows that came, those that went, and those that count otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from shouwang.ledger.figures import Computed, Figure, Flow, Number, Stock, registry
from shouwang.ledger.subjects import Day, Subject
from shouwang.lib import paths
from shouwang.reports.models import KeptRows
from shouwang.reports.reads.sheets import Base, area_of, base_of, day_of
from shouwang.reports.rules import plain, unpacked

Pairs = Mapping[str, tuple[int, int]]  # what a row added then and adds now, by its key


@dataclass(frozen=True)
class Since:
    """A number as it was signed or frozen, as it is now, and the rows between.

    ``known`` is False where the rows of then were not kept. ``pairs``: what rows added then and add now, where they weigh differently;
    ``changed`` are those that counted then and still do, otherwise.
    """

    figure: Figure
    before: Number
    now: Number
    came: QuerySet[Any]
    gone: QuerySet[Any]
    changed: QuerySet[Any] | None = None
    pairs: Pairs | None = None
    known: bool = True

    @property
    def explained(self) -> bool:
        """Whether the rows that are shown are the whole difference; not so where rows were withdrawn entirely."""
        if not (self.known and isinstance(self.before, int) and isinstance(self.now, int)):
            return False
        if self.pairs is not None:
            return self.now - self.before == sum(after - then for then, after in self.pairs.values())
        return self.now - self.before == self.came.count() - self.gone.count()


def since(subject: Subject, on: date, name: str, column: str, *, revision: int = 0) -> Since | None:
    """The rows that make the difference since the sheet was frozen or signed; None for an unknown figure and for a sheet that is neither."""
    figure, base = registry.get(name), base_of(subject, on, revision)
    if figure is None or column not in figure.columns or base is None:
        return None
    day = day_of(on, area_of(subject))
    before = base.figures.get(name, {}).get(column)
    now = plain({name: figure.values(subject, day)})[name][column]
    if isinstance(figure, Flow):
        return Since(figure, before, now, *_of_records(figure, subject, day, column, base.received))
    return _of_standing(figure, subject, day, base, before, now)


def _of_records(figure: Flow, subject: Subject, day: Day, column: str, mark: int) -> tuple[QuerySet[Any], QuerySet[Any]]:
    """Records received later; and those that a later record took the place of."""
    instead = figure.model.objects.filter(supersedes=OuterRef("pk"), received__gt=mark)
    replaced = figure.records(subject, day, column).filter(Exists(instead), live=False, received__lte=mark)
    return figure.rows(subject, day, column).filter(received__gt=mark), replaced


def _of_standing(figure: Figure, subject: Subject, day: Day, base: Base, before: Number, now: Number) -> Since:
    rows = figure.rows(subject, day, figure.columns[0])
    if not isinstance(figure, Stock | Computed):
        return Since(figure, before, now, rows.none(), rows.none(), known=False)
    if figure.weighs:
        return _of_weighing(figure, subject, day, _pairs(figure, subject, day, base, before), before, now)
    kept = _kept(figure, subject, day.date, base, before)
    if kept is None:
        return Since(figure, before, now, rows.none(), rows.none(), known=False)
    live = {str(key): key for key in rows.order_by().values_list("pk", flat=True)}
    came, gone = [key for text, key in live.items() if text not in kept], sorted(kept.keys() - live.keys())
    return Since(figure, before, now, rows.filter(pk__in=came), figure.once(subject, day, gone))


def _of_weighing(figure: Stock | Computed, subject: Subject, day: Day, pairs: Pairs | None, before: Number, now: Number) -> Since:
    """Rows that add other numbers than one: those that came, those that went, and those that add something else than then."""
    if pairs is None:
        nothing = figure.rows(subject, day, figure.columns[0]).none()
        return Since(figure, before, now, nothing, nothing, known=False)
    there = {str(key) for key in figure.once(subject, day, list(pairs)).values_list("pk", flat=True)}
    shown = {key: pair for key, pair in pairs.items() if key in there}
    came = [key for key, (then, after) in shown.items() if not then and after]
    gone = [key for key, (then, after) in shown.items() if then and not after]
    changed = [key for key, (then, after) in shown.items() if then and after]
    return Since(figure, before, now, *(figure.once(subject, day, keys) for keys in (came, gone, changed)), pairs=shown)


def _pairs(figure: Stock | Computed, subject: Subject, day: Day, base: Base, before: Number) -> Pairs | None:
    """What each row added then and adds now, of those that differ; None where that was not kept."""
    if isinstance(figure, Computed) and figure.shifts:
        return {str(key): pair for key, pair in figure.shifts(subject, day, base.received).items()}
    kept = _kept(figure, subject, day.date, base, before)
    if kept is None or None in kept.values():
        return None
    live = {str(key): weight for key, weight in figure.weights(subject, day).items()}
    found = {key: (kept.get(key) or 0, live.get(key, 0)) for key in sorted(kept.keys() | live.keys())}
    return {key: pair for key, pair in found.items() if pair[0] != pair[1]}


def _kept(figure: Figure, subject: Subject, on: date, base: Base, before: Number) -> dict[str, int | None] | None:
    """The keys of the rows that counted then, with what each added where it weighs; None where they were not kept."""
    if not counts_rows(figure):
        return None
    low, high = paths.bounds(area_of(subject))
    rows = KeptRows.objects.filter(report_on=on, figure=figure.name, area__gte=low, area__lt=high, unit=subject.unit)
    found = list((rows.filter(signed=_signed(base)) if base.signed else rows.filter(signed=None, kept_at=_frozen_at(base))).values_list("keys", flat=True))
    if not found:
        return None if before else {}
    return {key: weight for keys in found for key, weight in unpacked(keys).items()}


def _signed(base: Base) -> UUID | None:
    return base.signed.pk if base.signed else None


def _frozen_at(base: Base) -> Any:
    return base.frozen.frozen_at if base.frozen else None


def counts_rows(figure: Figure) -> bool:
    """Whether the number of a figure comes and goes with rows whose keys are kept; those that say themselves what moved need none."""
    return isinstance(figure, Stock) or (isinstance(figure, Computed) and figure.wider is not None and figure.shifts is None)
