"""The rows of tables that the rows of a list speak of: what an import of the list may make or change."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from shouwang.places.models import Area, AreaCode, Site, SiteOpening, Unit


def listed_sites(codes: Collection[str]) -> list[QuerySet[Any]]:
    """Sites by their codes, and the spans in which they were open."""
    return [Site.objects.filter(pk__in=codes), SiteOpening.objects.filter(site__in=codes)]


def listed_grids(codes: Collection[str]) -> list[QuerySet[Any]]:
    """Grids by their codes, and these codes."""
    known = AreaCode.objects.filter(code__in=codes)
    return [Area.objects.filter(pk__in=known.values("area")), known]


def listed_units(codes: Collection[str]) -> list[QuerySet[Any]]:
    """Units by their codes."""
    return [Unit.objects.filter(pk__in=codes)]
