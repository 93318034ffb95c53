"""Who said what about a sheet."""

from datetime import date

from django.db.models import QuerySet

from shouwang.lib import paths
from shouwang.reports.models import Signature


def signatures(area: str, day: date) -> QuerySet[Signature]:
    """Everything said about the sheet of one area, first word first."""
    return Signature.objects.filter(area=area, report_on=day, live=True).order_by("received")


def last_words(day: date, level: str, within: str) -> dict[str, Signature]:
    """The last word of every sheet of a level below an area, by path."""
    low, high = paths.bounds(within)
    said = Signature.objects.filter(report_on=day, level=level, live=True, area__gte=low, area__lt=high)
    return {word.area: word for word in said.order_by("received")}


def chain(area: str, day: date, levels: list[str]) -> list[tuple[str, str, Signature | None]]:
    """The signing chain above and at an area: (level, path of that level, its last word)."""
    from shouwang.reports.rules import AREA_LEVEL

    steps = [(level, paths.cut(area, AREA_LEVEL[level])) for level in levels]  # type: ignore[index]
    said = Signature.objects.filter(report_on=day, live=True, area__in=[path for _, path in steps]).order_by("received")
    words = {(word.level, word.area): word for word in said}
    return [(level, path, words.get((level, path))) for level, path in steps]
