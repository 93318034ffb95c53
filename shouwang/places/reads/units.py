"""Units: organisations and the units above them."""

from collections.abc import Iterable

from django.db import connection
from django.db.models import Q, QuerySet

from shouwang.lib import paths
from shouwang.places.models import Unit
from shouwang.places.reads.areas import office_named

CHAIN = """
    WITH RECURSIVE chain (code, parent, step) AS (
        SELECT code, parent, 1 FROM places_unit WHERE code = %s
        UNION SELECT above.code, above.parent, step + 1
        FROM places_unit above JOIN chain ON above.code = chain.parent WHERE step < 12
    ) SELECT code FROM chain ORDER BY step
"""


def unit(code: str) -> Unit | None:
    """The unit of this code, or none."""
    return Unit.objects.filter(pk=code).first()


def units(codes: Iterable[str]) -> dict[str, Unit]:
    """Many units at once, by code."""
    return Unit.objects.in_bulk(list(set(codes) - {""}))


def unit_names(codes: Iterable[str]) -> dict[str, str]:
    """The names of units, by code."""
    return dict(Unit.objects.filter(pk__in=list(set(codes) - {""})).values_list("pk", "name"))


def unit_chain(code: str) -> list[str]:
    """The unit itself, then the units above it; empty for an unknown one. One query."""
    if not code:
        return []
    with connection.cursor() as cursor:
        cursor.execute(CHAIN, [code])
        return list(dict.fromkeys(row[0] for row in cursor.fetchall()))


def unit_area(code: str) -> str:
    """The path of the area a unit stands in; empty for an unknown unit."""
    found = unit(code)
    return found.area if found else ""


def units_below(area: str, *, kind: str = "", words: str = "") -> QuerySet[Unit]:
    """The units that stand in an area; of a kind, with words in the name or as code."""
    low, high = paths.bounds(area)
    found = Unit.objects.filter(area__gte=low, area__lt=high).order_by("area", "code")
    if kind:
        found = found.filter(kind=kind)
    return found.filter(office_named(words)) if words else found


def units_meant(words: Iterable[str]) -> dict[str, str]:
    """The codes of units by code or by name; a name that several bear, or nobody, is left out."""
    wanted = set(words) - {""}
    rows = list(Unit.objects.filter(Q(pk__in=wanted) | Q(name__in=wanted)).values_list("pk", "name"))
    return meant(wanted, rows)


def meant(wanted: set[str], rows: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Words to codes, by rows of code and name: a code goes before a name, and of equal names none is taken."""
    listed = list(rows)
    by_name: dict[str, set[str]] = {}
    for code, name in listed:
        by_name.setdefault(name, set()).add(code)
    found = {name: codes.pop() for name, codes in by_name.items() if name in wanted and len(codes) == 1}
    return found | {code: code for code, _name in listed if code in wanted}
