"""The templates of a county: the one in use for each kind, and those before it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from shouwang.lib import paths
from shouwang.papers.choices import PaperKind
from shouwang.papers.exchange import original
from shouwang.papers.models import Wording

COUNTY_LENGTH = len(paths.cut("0" * 21, "county"))


def county_of(area: str) -> str:
    """The county an area lies in; empty for what stands above one."""
    return paths.cut(area, "county") if len(area) >= COUNTY_LENGTH else ""


@dataclass(frozen=True)
class WordingLine:
    """One kind with the template in use."""

    kind: str
    version: int
    shipped: bool
    at: datetime | None

    @property
    def pk(self) -> str:
        """Its key, as lists ask for it."""
        return self.kind

    @property
    def title(self) -> Any:
        """What it is, in the reader's language."""
        return PaperKind(self.kind).label


def wording_lines(county: str) -> list[WordingLine]:
    """Every kind with the template that a county uses. One query."""
    rows = {row.kind: row for row in Wording.objects.filter(area=county).order_by("version").defer("source", "house")}
    return [
        WordingLine(kind, rows[kind].version if kind in rows else 0, rows[kind].shipped if kind in rows else True, rows[kind].at if kind in rows else None)
        for kind in PaperKind.values
    ]  # fmt: skip


def wording(county: str, kind: str) -> str:
    """The source of the template that a county uses; the shipped one follows the product."""
    last = wording_versions(county, kind).first()
    return original(kind) if last is None or last.shipped else last.source


def wording_versions(county: str, kind: str) -> QuerySet[Any]:
    """All versions, the one in use first."""
    return Wording.objects.filter(area=county, kind=kind).order_by("-version")
