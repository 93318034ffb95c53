"""Sites: places with a door or a barrier."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from shouwang.lib import paths
from shouwang.places.models import Site, SiteOpening


def site(code: str) -> Site | None:
    """The site of this code, if the reader may see it."""
    return Site.objects.filter(pk=code).first()


def open_at(moment: datetime) -> Exists:
    """Whether a site was open at a moment; one that closed at that very moment no longer counts."""
    spans = SiteOpening.objects.filter(
        Q(to_at__isnull=True) | Q(to_at__gt=moment), site=OuterRef("pk"), from_at__lte=moment
    )
    return Exists(spans)


def sites(kind: str | None = None, area: str | None = None, on: datetime | None = None) -> QuerySet[Site]:
    """Sites of a kind in an area; with a moment those open at it, else in any state."""
    found = Site.objects.order_by("area", "code")
    if kind:
        found = found.filter(kind=kind)
    if area:
        low, high = paths.bounds(area)
        found = found.filter(area__gte=low, area__lt=high)
    return found.filter(open_at(on)) if on else found


def sites_below(area: str) -> QuerySet[Site]:
    """Every site of an area, in any state."""
    return sites(area=area)
