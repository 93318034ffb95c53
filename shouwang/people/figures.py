"""Households and residents of the daily report, read from the running count and listed from the households themselves.

A household counts with the members it declared; where nobody declared a number, with the persons listed in it. Persons
without a household are no residents: they are guests, returnees, staff.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from shouwang.ledger.figures import NOW, Computed
from shouwang.ledger.subjects import Day, Subject
from shouwang.lib import paths
from shouwang.people.reads.households import changed_since, counted, counted_by_area, everyones, standing

COLUMNS = ("households", "residents", "boosted_60_plus", "boost_due_60_plus")


def _counts(subject: Subject, day: Day) -> Mapping[str, int]:
    return counted(subject, day.date, COLUMNS)


def _counts_by_area(subject: Subject, day: Day, level: str) -> Mapping[str, Counter[str]]:
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    for path, numbers in counted_by_area(subject, day.date, COLUMNS).items():
        sums[paths.cut(path, level)].update(numbers)
    return sums


def _figure(name: str, title: Any, adds: Any, **where: Any) -> Computed:
    """A figure that stands in the column ``name`` of the running count. ``where`` are the households behind it, ``adds`` what each of them adds."""

    def listed(subject: Subject, day: Day) -> QuerySet[Any]:
        return standing(day.date).filter(subject.filter, **where).annotate(adds=adds).order_by("area", "location_key", "pk")

    def shifts(subject: Subject, day: Day, mark: int) -> dict[Any, tuple[int, int]]:
        moved = changed_since(subject, day.date, name, mark)
        now = dict(standing(day.date).filter(subject.filter, pk__in=list(moved)).annotate(adds=adds).values_list("pk", "adds"))
        return {key: (now.get(key, 0) - more, now.get(key, 0)) for key, more in moved.items()}

    return Computed(
        name=name, title=title, group="organisation", counts=_counts, counts_by_area=_counts_by_area, listed=listed, columns=(NOW,),
        wider=everyones, shifts=shifts,
    )  # fmt: skip


FIGURES = [
    _figure("households", _("Households"), Value(1)),
    _figure("residents", _("Residents"), F("residents"), residents__gt=0),
    _figure("boosted_60_plus", _("People over 60 with a booster"), Coalesce("boosted_60_plus", 0), boosted_60_plus__gt=0),
    _figure(
        "boost_due_60_plus", _("People over 60 without a booster"),
        Coalesce(F("aged_60_plus") - Coalesce("boosted_60_plus", 0), 0), aged_60_plus__gt=Coalesce("boosted_60_plus", 0),
    ),
]  # fmt: skip
