"""Records sites, and when they were open."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.audit.writes import record_event
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import CORRECTED, Verdict, Warned, accepted, duplicate, refused
from shouwang.places.choices import (
    AREA_UNKNOWN,
    CODE_MISSING,
    CODE_TAKEN,
    NAME_MISSING,
    SITE_KIND_UNKNOWN,
    SITE_KNOWN,
    SITE_STATE_UNKNOWN,
    UNIT_UNKNOWN,
    SiteKind,
    SiteState,
)
from shouwang.places.models import Site, SiteOpening, Unit
from shouwang.places.reads import areas_of, managing_units
from shouwang.places.rules import office_keys

FIELDS = ("name", "kind", "area", "unit", "reported_by", "hours", "state", "rooms", "contact")


@dataclass(frozen=True)
class NewSite:
    """A site in ``area`` (a path), run by ``unit``; ``at`` is when it got this state."""

    code: str
    name: str
    kind: str
    area: str
    unit: str = ""
    hours: str = ""
    state: str = SiteState.OPEN
    rooms: int | None = None
    contact: str = ""
    reported_by: str = ""
    at: datetime | None = None
    silent: frozenset[str] = frozenset()  # facts that a list does not speak of: those of a known site stay as they are


@dataclass
class _Known:
    sites: dict[str, Site]
    areas: set[str]
    units: set[str]
    managing: dict[str, str]
    new: list[Site] = field(default_factory=list)
    changed: list[Site] = field(default_factory=list)
    opened: list[SiteOpening] = field(default_factory=list)
    closed: list[Site] = field(default_factory=list)
    resized: list[tuple[Site, datetime]] = field(default_factory=list)


@transaction.atomic
def record_sites(batch: list[NewSite], *, by: Actor) -> list[Verdict]:
    """Take in sites; one of the same code is a duplicate, or corrected.

    A site without a unit is run by the one that answers for its area. Facts of a verdict: ``code``.
    """
    by.check(Permission.MANAGE_PLACES)
    known = _Known(
        sites=Site.objects.in_bulk([new.code for new in batch]),
        areas=set(areas_of(new.area for new in batch)),
        units=set(Unit.objects.filter(pk__in={new.unit for new in batch}).values_list("pk", flat=True)),
        managing=managing_units(new.area for new in batch),
    )
    verdicts = [_take(new, known, by) for new in batch]
    verdicts = _write(known, batch, verdicts)
    record_event(by=by, action="places.record_sites", area=by.area, count=sum(verdict.taken for verdict in verdicts))
    return verdicts


def _take(new: NewSite, known: _Known, by: Actor) -> Verdict:
    try:
        check_site(new, known.areas, by)
    except Refused as refusal:
        return refused(refusal)
    warnings = _warnings(new, known.units)
    wanted = {name: getattr(new, name) for name in FIELDS} | {"unit": new.unit or known.managing[new.area]}
    at = new.at or clocks.now()
    site = known.sites.get(new.code)
    if site is not None:
        wanted |= {name: getattr(site, name) for name in new.silent}
    wanted |= office_keys(str(wanted["name"]))
    if site is None:
        site = known.sites[new.code] = Site(code=new.code, **wanted)
        known.new.append(site)
        _turn(site, at, known, was_open=False)
        return accepted(None, warnings, code=new.code)
    if all(getattr(site, name) == value for name, value in wanted.items()):
        return replace(duplicate(None, code="SITE_KNOWN", reason=str(SITE_KNOWN)), facts={"code": new.code})
    was_open, rooms = site.state == SiteState.OPEN, site.rooms
    for name, value in wanted.items():
        setattr(site, name, value)
    if site not in known.new:
        known.changed.append(site)
    _turn(site, at, known, was_open=was_open)
    if site.rooms != rooms and site not in known.new:
        known.resized.append((site, at))
    return Verdict(CORRECTED, warnings=warnings, facts={"code": new.code})


def _turn(site: Site, at: datetime, known: _Known, *, was_open: bool) -> None:
    """Note when the site opened or closed, if it did."""
    is_open = site.state == SiteState.OPEN
    if is_open and not was_open:
        site.opened_at, site.closed_at = at, None
        known.opened.append(SiteOpening(site=site, area=site.area, rooms=site.rooms, from_at=at))
    elif was_open and not is_open:
        site.closed_at = max(at, site.opened_at or at)
        known.closed.append(site)


def _write(known: _Known, batch: list[NewSite], verdicts: list[Verdict]) -> list[Verdict]:
    Site.objects.bulk_create(known.new, ignore_conflicts=True)
    Site.objects.bulk_update(known.changed, [*FIELDS, "name_key", "initials", "opened_at", "closed_at"])
    for site in known.closed:
        SiteOpening.objects.filter(site=site, to_at__isnull=True).update(to_at=site.closed_at)
    for site, at in known.resized:
        _resize(site, at)
    there = set(Site.objects.filter(pk__in=[site.pk for site in known.new]).values_list("pk", flat=True))
    taken = {site.pk for site in known.new} - there  # another area, which the writer cannot see, uses the code
    SiteOpening.objects.bulk_create([span for span in known.opened if span.site.pk not in taken])
    return [
        refused(Refused("code_taken", CODE_TAKEN, given=new.code)) if verdict.taken and new.code in taken else verdict
        for new, verdict in zip(batch, verdicts, strict=True)
    ]


def _resize(site: Site, at: datetime) -> None:
    """From ``at`` on an open site has another number of rooms; the days before keep theirs."""
    open_now = SiteOpening.objects.filter(site=site, to_at__isnull=True)
    open_now.filter(from_at__gte=at).update(rooms=site.rooms)
    if open_now.filter(from_at__lt=at).update(to_at=at):
        SiteOpening.objects.create(site=site, area=site.area, rooms=site.rooms, from_at=at)


def check_site(new: NewSite, areas: set[str], by: Actor) -> None:
    """Refuse a site without code or name, of an unknown kind or state, or outside the actor's area."""
    if not new.code:
        raise Refused("code_missing", CODE_MISSING)
    if not new.name:
        raise Refused("NAME_MISSING", NAME_MISSING)
    if new.kind not in SiteKind.values:
        raise Refused("site_kind_unknown", SITE_KIND_UNKNOWN, kind=new.kind)
    if new.state not in SiteState.values:
        raise Refused("site_state_unknown", SITE_STATE_UNKNOWN, state=new.state)
    if new.area not in areas:
        raise Refused("area_unknown", AREA_UNKNOWN, area=new.area)
    by.check(Permission.MANAGE_PLACES, new.area)


def _warnings(new: NewSite, units: set[str]) -> tuple[Warned, ...]:
    if new.unit and new.unit not in units:
        return (Warned("UNKNOWN_VALUE", str(UNIT_UNKNOWN) % {"unit": new.unit}),)
    return ()
