"""Sites: places with a door or a barrier."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from shouwang.lib import paths
from shouwang.places.models import Site, SiteOpening
from shouwang.places.reads.areas import office_named
from shouwang.places.reads.units import meant


def site(code: str) -> Site | None:
    """The site of this code, if the reader may see it."""
    return Site.objects.filter(pk=code).first()


def open_at(moment: datetime) -> Exists:
    """Whether a site was open at a moment; one that closed at that very moment no longer counts."""
    return Exists(_spans(moment))


def _spans(moment: datetime) -> QuerySet[SiteOpening]:
    return SiteOpening.objects.filter(Q(to_at__isnull=True) | Q(to_at__gt=moment), site=OuterRef("pk"), from_at__lte=moment)


def with_rooms(found: QuerySet[Site], moment: datetime) -> QuerySet[Site]:
    """Sites with the number of rooms they had at a moment (``rooms_then``), whatever they have now."""
    return found.annotate(rooms_then=Subquery(_spans(moment).values("rooms")[:1]))


def sites(kind: str | None = None, area: str | None = None, on: datetime | None = None) -> QuerySet[Site]:
    """Sites of a kind in an area; with a moment those open at it, else in any state."""
    found = Site.objects.order_by("area", "code")
    if kind:
        found = found.filter(kind=kind)
    if area:
        low, high = paths.bounds(area)
        found = found.filter(area__gte=low, area__lt=high)
    return found.filter(open_at(on)) if on else found


def sites_below(area: str, *, kind: str = "", state: str = "", words: str = "") -> QuerySet[Site]:
    """The sites of an area in any state; of a kind, in a state, with words in the name or as code."""
    found = sites(kind=kind or None, area=area)
    if state:
        found = found.filter(state=state)
    return found.filter(office_named(words)) if words else found


def openings(code: str) -> list[SiteOpening]:
    """When a site was open, newest first."""
    return list(SiteOpening.objects.filter(site=code).order_by("-from_at"))


def site_areas(codes: Iterable[str]) -> dict[str, str]:
    """The areas of sites, by code."""
    return dict(Site.objects.filter(pk__in=list(set(codes) - {""})).values_list("pk", "area"))


def sites_meant(words: Iterable[str], within: str) -> dict[str, str]:
    """The codes of sites in an area by code or by name; a name that several bear, or none, is left out."""
    wanted = set(words) - {""}
    rows = sites(area=within).filter(Q(pk__in=wanted) | Q(name__in=wanted)).values_list("pk", "name")
    return meant(wanted, rows)
