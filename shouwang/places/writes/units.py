"""Records organisations and which areas they answer for."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.apps import apps
from django.db import transaction
from django.db.models import Case, F, Q, When

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.audit.writes import record_event
from shouwang.ledger.orders import Order
from shouwang.lib import clocks, paths
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import CORRECTED, Verdict, accepted, duplicate, refused
from shouwang.places.choices import (
    AREA_UNKNOWN,
    CODE_MISSING,
    CODE_TAKEN,
    NAME_MISSING,
    PERIOD_REVERSED,
    UNIT_CYCLE,
    UNIT_KIND_UNKNOWN,
    UNIT_KNOWN,
    UNIT_UNKNOWN,
    UnitKind,
)
from shouwang.places.models import Responsibility, Unit
from shouwang.places.reads import areas_of, managing_units
from shouwang.places.rules import office_keys

FIELDS = ("name", "kind", "area", "parent")


@dataclass(frozen=True)
class NewUnit:
    """An organisation that stands in ``area`` (a path) and answers for the areas ``manages`` from the day ``since``."""

    code: str
    name: str
    kind: str
    area: str
    parent: str = ""
    manages: tuple[str, ...] = ()
    since: date | None = None


@dataclass(frozen=True)
class NewResponsibility:
    """From a day a unit answers for an area; no unit ends what was."""

    area: str
    unit: str
    since: date | None = None
    until: date | None = None


@transaction.atomic
def record_units(batch: list[NewUnit], *, by: Actor) -> list[Verdict]:
    """Take in organisations; one of the same code is a duplicate, or corrected. Facts of a verdict: ``code``."""
    by.check(Permission.MANAGE_PLACES)
    known = Unit.objects.in_bulk([new.code for new in batch])
    listed = {new.code for new in batch}
    above = set(Unit.objects.filter(pk__in=[new.parent for new in batch]).values_list("pk", flat=True)) | listed
    areas = areas_of(path for new in batch for path in (new.area, *new.manages))
    verdicts: list[Verdict] = []
    for new in batch:
        verdict = _take(new, known, above, set(areas), by)
        verdicts.append(verdict)
    _answer_for([new for new, verdict in zip(batch, verdicts, strict=True) if verdict.taken], by)
    record_event(by=by, action="places.record_units", area=by.area, count=sum(verdict.taken for verdict in verdicts))
    return verdicts


def _take(new: NewUnit, known: dict[str, Unit], above: set[str], areas: set[str], by: Actor) -> Verdict:
    try:
        check_unit(new, above, areas, by)
    except Refused as refusal:
        return refused(refusal)
    wanted = {name: getattr(new, name) for name in FIELDS} | office_keys(new.name)
    unit = known.get(new.code)
    if unit is None:
        known[new.code] = Unit.objects.create(code=new.code, **wanted)
        return accepted(None, code=new.code)
    if not by.covers(unit.area):
        return refused(Refused("code_taken", CODE_TAKEN, given=new.code))
    if all(getattr(unit, name) == value for name, value in wanted.items()):
        return replace(duplicate(None, code="UNIT_KNOWN", reason=str(UNIT_KNOWN)), facts={"code": new.code})
    for name, value in wanted.items():
        setattr(unit, name, value)
    unit.save(update_fields=list(wanted))
    return Verdict(CORRECTED, facts={"code": new.code})


def check_unit(new: NewUnit, above: set[str], areas: set[str], by: Actor) -> None:
    """Refuse a unit without code or name, of an unknown kind, below an unknown one or itself, or outside the area."""
    if not new.code:
        raise Refused("code_missing", CODE_MISSING)
    if not new.name:
        raise Refused("NAME_MISSING", NAME_MISSING)
    if new.kind not in UnitKind.values:
        raise Refused("unit_kind_unknown", UNIT_KIND_UNKNOWN, kind=new.kind)
    if new.parent == new.code:
        raise Refused("unit_cycle", UNIT_CYCLE, unit=new.name)
    if new.parent and new.parent not in above:
        raise Refused("unit_unknown", UNIT_UNKNOWN, unit=new.parent)
    for path in (new.area, *new.manages):
        if path not in areas:
            raise Refused("area_unknown", AREA_UNKNOWN, area=path)
        by.check(Permission.MANAGE_PLACES, path)


@transaction.atomic
def set_responsibility(batch: list[NewResponsibility], *, by: Actor) -> list[Verdict]:
    """Name the unit that answers for an area from a day; the one before ends the day before. Open orders follow."""
    by.check(Permission.MANAGE_PLACES)
    units = set(Unit.objects.filter(pk__in=[new.unit for new in batch]).values_list("pk", flat=True)) | {""}
    areas = set(areas_of(new.area for new in batch))
    verdicts = [_charge(new, units, areas, by) for new in batch]
    for new, verdict in zip(batch, verdicts, strict=True):
        if verdict.taken:
            _restamp(new.area)
    record_event(
        by=by, action="places.set_responsibility", area=by.area, count=sum(verdict.taken for verdict in verdicts)
    )
    return verdicts


def _charge(new: NewResponsibility, units: set[str], areas: set[str], by: Actor) -> Verdict:
    try:
        check_responsibility(new, units, areas, by)
    except Refused as refusal:
        return refused(refusal)
    since = new.since or clocks.today()
    current = Responsibility.objects.filter(area=new.area, valid_to__isnull=True).first()
    if current and current.unit == new.unit and not new.until and current.valid_from <= since:
        return duplicate(None, code="UNIT_KNOWN", reason=str(UNIT_KNOWN))
    later = Responsibility.objects.filter(area=new.area, valid_from__gte=since)
    later.delete()
    Responsibility.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=since), area=new.area).update(
        valid_to=since - timedelta(days=1)
    )
    if new.unit:
        Responsibility.objects.create(area=new.area, unit=new.unit, valid_from=since, valid_to=new.until)
    return accepted(None)


def check_responsibility(new: NewResponsibility, units: set[str], areas: set[str], by: Actor) -> None:
    """Refuse an unknown area or unit, a foreign area, a reversed period."""
    if new.area not in areas:
        raise Refused("area_unknown", AREA_UNKNOWN, area=new.area)
    by.check(Permission.MANAGE_PLACES, new.area)
    if new.unit not in units:
        raise Refused("unit_unknown", UNIT_UNKNOWN, unit=new.unit)
    if new.until and new.until < (new.since or clocks.today()):
        raise Refused("period_reversed", PERIOD_REVERSED)


def _answer_for(units: list[NewUnit], by: Actor) -> None:
    """The areas the units were recorded with; what they answer for already stays as it is."""
    known = set(
        Responsibility.objects.filter(unit__in=[new.code for new in units], valid_to__isnull=True).values_list(
            "area", "unit"
        )
    )
    charges = [
        NewResponsibility(area, new.code, new.since)
        for new in units
        for area in new.manages
        if (area, new.code) not in known
    ]
    areas = {charge.area for charge in charges}
    for charge in charges:
        _charge(charge, {charge.unit}, areas, by)
    for area in areas:
        _restamp(area)


def _restamp(area: str) -> None:
    """Open orders of an area belong to the unit that answers today; the one before stays as who reported them."""
    low, high = paths.bounds(area)
    for model in apps.get_models():
        if issubclass(model, Order):
            rows = model.objects.filter(getattr(model, "moves_when", Q()), area__gte=low, area__lt=high)
            units = managing_units(rows.order_by().values_list("area", flat=True).distinct())
            for path, unit in units.items():
                reporter = Case(When(reported_by="", then=F("unit")), default=F("reported_by"))
                rows.filter(area=path).exclude(unit=unit).update(unit=unit, reported_by=reporter)
