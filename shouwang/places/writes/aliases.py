"""Short and old names by which people call an area."""

from dataclasses import dataclass

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.audit.writes import record_event
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, accepted, refused
from shouwang.places.choices import NAME_MISSING
from shouwang.places.models import AreaAlias
from shouwang.places.rules import tidy_area_name
from shouwang.places.writes.tree import change_tree, living_area


@dataclass(frozen=True)
class NewAlias:
    """People also say ``alias`` for the area."""

    path: str
    alias: str


@transaction.atomic
def record_aliases(batch: list[NewAlias], *, by: Actor) -> list[Verdict]:
    """Take in further names of areas; the matcher knows them from then on. One that is known changes nothing."""
    by.check(Permission.MANAGE_PLACES)
    change_tree()
    verdicts = [_take(new, by) for new in batch]
    record_event(by=by, action="places.record_aliases", area=by.area, count=sum(verdict.taken for verdict in verdicts))
    return verdicts


def _take(new: NewAlias, by: Actor) -> Verdict:
    try:
        by.check(Permission.MANAGE_PLACES, new.path)
        area, alias = living_area(new.path), tidy_area_name(new.alias)
        if not alias:
            raise Refused("NAME_MISSING", NAME_MISSING)
    except Refused as refusal:
        return refused(refusal)
    AreaAlias.objects.get_or_create(area=area.path, alias=alias)
    return accepted(None, path=area.path)
