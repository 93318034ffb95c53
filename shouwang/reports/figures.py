"""Figures about the reports themselves: expected, received, zero, missing."""

from collections import Counter, defaultdict
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from shouwang.ledger.figures import Computed
from shouwang.ledger.subjects import Day, Subject
from shouwang.lib import paths
from shouwang.places import reads as places
from shouwang.reports.reads.duties import expected_villages, reporting
from shouwang.reports.reads.signatures import standing_words, words_on

GROUP = "command"
EXPECTED, RECEIVED, ZERO, MISSING = "reports_expected", "reports_received", "reports_zero", "reports_missing"


def _villages(subject: Subject, day: Day) -> dict[str, list[str]]:
    """The villages that each figure counts, by figure name."""
    expected, said = reporting(subject, day.date)
    return {
        EXPECTED: expected, RECEIVED: list(said), ZERO: [village for village, zero in said.items() if zero],
        MISSING: [village for village in expected if village not in said],
    }  # fmt: skip


def _counts(subject: Subject, day: Day) -> dict[str, int]:
    return {name: len(villages) for name, villages in _villages(subject, day).items()}


def _counts_by_area(subject: Subject, day: Day, level: str) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for name, villages in _villages(subject, day).items():
        for village in villages:
            found[paths.cut(village, level)][name] += 1
    return found


def _areas(name: str, subject: Subject, day: Day) -> QuerySet[Any]:
    return places.areas(_villages(subject, day)[name])


def _places(subject: Subject, day: Day) -> QuerySet[Any]:
    """Every village of the subject, whether it has to report or not."""
    return places.areas(places.villages_of(subject, day.date))


def _words(subject: Subject, day: Day, **narrower: Any) -> QuerySet[Any]:
    return standing_words(day.date, expected_villages(subject, day.date)).filter(**narrower)


def _words_once(subject: Subject, day: Day) -> QuerySet[Any]:
    """Everything that the subject's villages said about the day, whether it stands or not."""
    return words_on(day.date, expected_villages(subject, day.date))


def _figure(name: str, title: Any, listed: Any, wider: Any) -> Computed:
    return Computed(name=name, title=title, group=GROUP, listed=listed, wider=wider, counts=_counts, counts_by_area=_counts_by_area)


FIGURES = [
    _figure(EXPECTED, _("Reports expected"), partial(_areas, EXPECTED), _places),
    _figure(RECEIVED, _("Reports received"), _words, _words_once),
    _figure(ZERO, _("Zero reports"), partial(_words, zero=True), _words_once),
    _figure(MISSING, _("Reports missing"), partial(_areas, MISSING), _places),
]
