"""What every change of the tree does: one at a time, fresh numbers, a new version for those who remember the old."""

from uuid import uuid4

from django.db import connection
from django.db.models import Max
from django.db.models.functions import Left, Length, Right

from shouwang.lib import clocks, paths
from shouwang.lib.refusals import Refused
from shouwang.places.choices import AREA_CLOSED, AREA_UNKNOWN
from shouwang.places.models import Area, TreeVersion
from shouwang.places.reads import area as find_area
from shouwang.places.rules import Numbering

TREE_LOCK = 0x73_68_6F_75  # any fixed number; held until the transaction ends
THE_ROW = 1


def change_tree() -> None:
    """Wait until no other change of the tree is under way, and tell all processes that what they remember is old."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TREE_LOCK])
    TreeVersion.objects.update_or_create(pk=THE_ROW, defaults={"token": uuid4()})


def numbering() -> Numbering:
    """The numbers used so far below every area."""
    prefix, number = Left("path", Length("path") - paths.WIDTH), Right("path", paths.WIDTH)
    rows = (
        Area.objects.order_by()
        .annotate(prefix=prefix, number=number)
        .values_list("prefix")
        .annotate(highest=Max("number"))
    )
    return Numbering({prefix: int(highest) for prefix, highest in rows})


def living_area(path: str) -> Area:
    """The area of a path. Raises Refused area_unknown, or area_closed for one that has ended."""
    found = find_area(path)
    if found is None:
        raise Refused("area_unknown", AREA_UNKNOWN, area=path)
    if found.valid_to and found.valid_to < clocks.today():
        raise Refused("area_closed", AREA_CLOSED, name=found.name, day=found.valid_to)
    return found
