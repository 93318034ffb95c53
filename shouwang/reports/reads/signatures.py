"""Who said what about a sheet."""

from datetime import date

from django.db.models import QuerySet

from shouwang.lib import paths
from shouwang.reports.choices import Act, Level
from shouwang.reports.models import Signature
from shouwang.reports.rules import AREA_LEVEL


def signatures(area: str, day: date) -> QuerySet[Signature]:
    """Everything said about the sheet of one area, first word first."""
    return Signature.objects.filter(area=area, report_on=day, live=True).order_by("received")


def last_words(day: date, level: str, within: str) -> dict[str, Signature]:
    """The last word of every sheet of a level below an area, by path."""
    low, high = paths.bounds(within)
    said = Signature.objects.filter(report_on=day, level=level, live=True, area__gte=low, area__lt=high)
    return {word.area: word for word in said.order_by("received")}


def words_on(day: date, villages: list[str]) -> QuerySet[Signature]:
    """Everything that villages ever said about a day, whether it stands or not."""
    return Signature.objects.filter(report_on=day, level=Level.VILLAGE, area__in=villages).order_by("area")


def standing_words(day: date, villages: list[str]) -> QuerySet[Signature]:
    """The confirmations that stand: of each village the last word, if it was not given back."""
    newest = Signature.objects.filter(report_on=day, level=Level.VILLAGE, live=True, area__in=villages).order_by("area", "-received").distinct("area")
    return Signature.objects.filter(pk__in=newest.values("pk"), act=Act.SIGN).order_by("area")


def returned(area: str, level: str, since: date) -> list[date]:
    """The days from ``since`` on whose sheet of this area was given back and has not been signed again, the oldest first."""
    said = Signature.objects.filter(area=area, level=level, report_on__gte=since, live=True).order_by("received")
    last = dict(said.values_list("report_on", "act"))
    return sorted(day for day, act in last.items() if act == Act.RETURN)


def chain(area: str, day: date, levels: list[str]) -> list[tuple[str, str, Signature | None]]:
    """The signing chain above and at an area: (level, path of that level, its last word)."""
    steps = [(level, paths.cut(area, AREA_LEVEL[Level(level)])) for level in levels]
    said = Signature.objects.filter(report_on=day, live=True, area__in=[path for _, path in steps]).order_by("received")
    words = {(word.level, word.area): word for word in said}
    return [(level, path, words.get((level, path))) for level, path in steps]

def signed_days(asked: set[tuple[str, date]]) -> set[tuple[str, date]]:
    """Those of these areas and days whose sheet is signed, there or further up, as far as the acting post sees it. One query."""
    chains = {pair: {pair[0], *paths.ancestors(pair[0])} for pair in asked}
    areas = {area for chain in chains.values() for area in chain}
    rows = Signature.objects.filter(live=True, area__in=areas, report_on__in={day for _area, day in asked}).order_by("received")
    last = {(area, day, level): act for area, day, level, act in rows.values_list("area", "report_on", "level", "act")}
    found = {(area, day) for (area, day, _level), act in last.items() if act == Act.SIGN}
    return {pair for pair, chain in chains.items() if any((area, pair[1]) in found for area in chain)}
