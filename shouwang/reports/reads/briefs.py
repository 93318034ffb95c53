"""The public brief: derived from frozen figures, in three languages; drafts for the office, published ones for everybody."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import translation

from shouwang.accounts.actors import Actor
from shouwang.ledger.subjects import Subject
from shouwang.lib import clocks, paths
from shouwang.places import reads as places
from shouwang.reports.choices import AS_OF, BRIEF_COLUMNS, BRIEF_SENTENCES, BRIEF_TITLE, VILLAGE_COLUMN
from shouwang.reports.models import Brief, PublishedBrief
from shouwang.reports.reads.sheets import day_of
from shouwang.reports.reads.trends import frozen_by_area, frozen_figures
from shouwang.reports.rules.small_numbers import WITHHELD, protect
from shouwang.ui import formats

TREND_DAYS = 14
TRENDS = (("home_observed", "now"), ("returnees_total", "today"))
BELOW = {"county": "township", "township": "village"}
Figures = dict[str, dict[str, Any]]


def brief_content(area: str, on: date) -> dict[str, Any] | None:
    """The brief of an area on a day, by language; None while its figures are not frozen. Every number of it comes from the frozen sheets."""
    history = frozen_figures(Subject(area=area), on, TREND_DAYS)
    if on not in history:
        return None
    table = _table(area, on, history[on])
    trend = {"days": [day.isoformat() for day in history], "lines": {name: [figures.get(name, {}).get(column) for figures in history.values()] for name, column in TRENDS}}
    return {"trend": trend, **{language: _in_language(language, area, on, history, table) for language, _name in settings.LANGUAGES}}


def _in_language(language: str, area: str, on: date, history: dict[date, Figures], table: dict[str, Any]) -> dict[str, Any]:
    with translation.override(language):
        head = [str(title) for title in table["titles"]]
        return {
            "title": str(BRIEF_TITLE) % {"place": _written(places.full_name(area), language)},
            "as_of": str(AS_OF) % {"day": formats.day(on), "time": f"{clocks.local(day_of(on, area).end):%H:%M}"},
            "lines": _sentences(history[on], history.get(on - timedelta(days=1))),
            "head": head, "rows": [[_written(name, language), *cells] for name, *cells in table["rows"]], "withheld": table["withheld"],
        }  # fmt: skip


def _written(name: str, language: str) -> str:
    """A name of a place in the script of the language."""
    if language != "zh-hant":
        return name
    from opencc import OpenCC

    return OpenCC("s2tw").convert(name)


def _sentences(figures: Figures, before: Figures | None) -> list[str]:
    return [str(sentence) % _facts(figures[name], (before or {}).get(name), column) for name, column, sentence in BRIEF_SENTENCES if name in figures]


def _facts(values: dict[str, Any], before: dict[str, Any] | None, column: str) -> dict[str, Any]:
    change = formats.signed(int(values[column]) - int(before[column])) if before and before.get(column) is not None else formats.NOTHING
    return {name: formats.number(value) for name, value in values.items()} | {"change": change}


def _table(area: str, on: date, own: Figures) -> dict[str, Any]:
    """The areas one level down: exact by township; below a township one number a village, small ones protected."""
    below = places.areas_below(area, BELOW[paths.level(area)], on)
    figures = frozen_by_area([one.path for one in below], on)
    if paths.level(area) == "county":
        columns = [column for column in BRIEF_COLUMNS if column[0] in own]
        rows = [[one.name, *(figures.get(one.path, {}).get(name, {}).get(column, 0) for name, column, _title in columns)] for one in below]
        return {"titles": [title for _name, _column, title in columns], "rows": rows, "withheld": False}
    name, column, title = VILLAGE_COLUMN
    shown = protect({one.path: int(figures.get(one.path, {}).get(name, {}).get(column, 0)) for one in below})
    return {"titles": [title], "rows": [[one.name, shown[one.path]] for one in below], "withheld": WITHHELD in shown.values()}


def briefs(*, by: Actor) -> QuerySet[Brief]:
    """The briefs of the actor's area, the newest first."""
    low, high = paths.bounds(by.area)
    return Brief.objects.filter(area__gte=low, area__lt=high).order_by("-created_at", "-pk")


def brief(brief_id: UUID, *, by: Actor) -> Brief | None:
    """One of them, or none."""
    return briefs(by=by).filter(pk=brief_id).first()


def last_services(area: str) -> str:
    """What the last brief of an area said about services and phones: entered once, it stays until somebody changes it."""
    found = Brief.objects.filter(area=area).exclude(services="").order_by("-created_at", "-pk").first()
    return found.services if found else ""


def published() -> QuerySet[PublishedBrief]:
    """What everybody may read, the newest first; with ``is_corrected`` where a later one puts it right, ``is_withdrawn`` where it takes it away."""
    later = PublishedBrief.objects.filter(corrects=OuterRef("pk"))
    return PublishedBrief.objects.annotate(is_corrected=Exists(later), is_withdrawn=Exists(later.filter(withdraws=True))).order_by("-report_on", "-published_at", "-pk")


def published_brief(brief_id: UUID) -> PublishedBrief | None:
    """One published brief."""
    return published().filter(pk=brief_id).first()


def correction_of(brief_id: UUID) -> PublishedBrief | None:
    """The brief that puts a published one right, or the one that withdraws it."""
    return PublishedBrief.objects.filter(corrects=brief_id).order_by("-withdraws", "-published_at").first()
