"""Figures about the reports themselves: expected, received, zero, missing."""

from collections import Counter
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from shouwang.ledger.figures import Computed
from shouwang.ledger.subjects import Day, Subject
from shouwang.lib import paths
from shouwang.places import reads as places
from shouwang.reports.reads.duties import confirmed, expected_villages
from shouwang.reports.reads.signatures import standing_words

GROUP = "command"


def _expected(subject: Subject, day: Day) -> list[str]:
    return expected_villages(subject, day.date)


def _received(subject: Subject, day: Day) -> list[str]:
    return list(confirmed(day.date, expected_villages(subject, day.date)))


def _zero(subject: Subject, day: Day) -> list[str]:
    return [village for village, zero in confirmed(day.date, expected_villages(subject, day.date)).items() if zero]


def _missing(subject: Subject, day: Day) -> list[str]:
    expected = expected_villages(subject, day.date)
    said = confirmed(day.date, expected)
    return [village for village in expected if village not in said]


def _areas(villages: list[str]) -> QuerySet[Any]:
    return places.areas(villages)


def _words(subject: Subject, day: Day, **narrower: Any) -> QuerySet[Any]:
    return standing_words(day.date, expected_villages(subject, day.date)).filter(**narrower)


def _figure(name: str, title: Any, villages: Any, listed: Any) -> Computed:
    def by_area(subject: Subject, day: Day, level: str) -> Counter[str]:
        return Counter(paths.cut(village, level) for village in villages(subject, day))

    return Computed(
        name=name, title=title, group=GROUP, listed=listed, count_by_area=by_area,
        count=lambda subject, day: len(villages(subject, day)),
    )


FIGURES = [
    _figure("reports_expected", _("Reports expected"), _expected, lambda s, d: _areas(_expected(s, d))),
    _figure("reports_received", _("Reports received"), _received, lambda s, d: _words(s, d)),
    _figure("reports_zero", _("Zero reports"), _zero, lambda s, d: _words(s, d, zero=True)),
    _figure("reports_missing", _("Reports missing"), _missing, lambda s, d: _areas(_missing(s, d))),
]
