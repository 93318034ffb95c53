"""Which rules apply where, when and to whom; and which would apply if others came into force."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, time
from typing import Any

from shouwang.accounts.scope import once_a_scope
from shouwang.lib import paths
from shouwang.lib.refusals import Refused
from shouwang.policy.choices import NO_PACK
from shouwang.policy.models import OverlayInForce, PackInForce
from shouwang.policy.overlays import Overlay, effective, own_overlays
from shouwang.policy.pack_files import read_pack
from shouwang.policy.pack_parts import read_limits, read_residents, read_sites
from shouwang.policy.pack_tables import Faults, Table
from shouwang.policy.packs import Limits, Pack, Residents, Sites

DEFAULT_CUTOFF, DEFAULT_FREEZE = time(18, 0), time(20, 0)  # DOMAIN 3.24; used where no pack is in force yet
COMMON_RESIDENTS = read_residents(Table({}, "residents", Faults("")))
COMMON_LIMITS, COMMON_SITES = read_limits(Table({}, "limits", Faults(""))), read_sites(Table({}, "sites", Faults("")))

_packs: dict[str, Pack] = {}  # by digest: content never changes under a digest, so this is safe across requests
_overlays: dict[tuple[str, str], Overlay] = {}


@dataclass(frozen=True)
class Period:
    """Rules in force in an area from one day to another."""

    id: int
    area: str
    digest: str
    valid_from: date
    valid_to: date | None

    def covers(self, day: date) -> bool:
        """Whether the day lies in the period, both ends included."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    @property
    def rank(self) -> tuple[date, int]:
        """Of periods that cover a day the greatest applies: the one that began last, then the one put in force last."""
        return self.valid_from, self.id


@dataclass(frozen=True)
class PackPeriod(Period):
    """One pack in force, with the area's own statistics time if it has one."""

    pack_id: str
    version: int
    disease: str
    cutoff: time | None
    freeze: time | None
    recompute: bool  # whether periods already begun get the last day, checks and team that this pack gives them
    proposed_by: str
    confirmed_by: str  # empty: put in force by one person alone, at the machine


@dataclass(frozen=True)
class OverlayPeriod(Period):
    """One unit's overlay in force."""

    unit: str


class Rulebook:
    """All rules ever put in force, as of now; answers for any area, unit and day without asking the database again."""

    def __init__(self, packs: list[PackPeriod], overlays: list[OverlayPeriod]) -> None:
        self._packs = packs
        self._overlays = overlays

    def period_for(self, area: str, day: date, disease: str = "") -> PackPeriod | None:
        """The pack in force in an area on a day: of the nearest area that has one, the one that began last."""
        for place in [area, *reversed(paths.ancestors(area))] if area else []:
            found = [period for period in self._packs if period.area == place and period.covers(day)]
            found = [period for period in found if not disease or period.disease == disease]
            if found:
                return max(found, key=lambda period: period.rank)
        return None

    def recomputing(self, area: str, day: date) -> dict[str, PackPeriod]:
        """The area itself and parts of it in which a pack is in force that recomputes what was begun under others, with this pack."""
        parts = {area} | {period.area for period in self._packs if paths.holds(area, period.area)}
        found = {part: self.period_for(part, day) for part in sorted(parts)}
        return {part: period for part, period in found.items() if period is not None and period.recompute}

    def follows(self, area: str, day: date) -> bool:
        """Whether measures begun under earlier rules follow the pack in force in an area on a day."""
        period = self.period_for(area, day)
        return period is not None and period.recompute

    def pack_for(self, area: str, day: date, disease: str = "") -> Pack:
        """The pack in force in an area on a day. Raises Refused no_pack."""
        period = self.period_for(area, day, disease)
        if period is None:
            raise Refused("no_pack", NO_PACK, day=day.isoformat())
        return pack_of(period)

    def overlays_for(self, units: Sequence[str], area: str, day: date) -> list[Overlay]:
        """The overlays of units on a day, in the order of the units (own first, then its parents).

        Only units of the area's county count. A unit without an overlay put in force has the one its pack brings, if
        it brings one.
        """
        found = (self._overlay_for(unit, area, day) for unit in dict.fromkeys(units))
        return [overlay for overlay in found if overlay is not None]

    def rules_for(self, units: Sequence[str], area: str, day: date) -> Pack:
        """The pack with the overlays of these units laid over it: what really applies. Raises Refused no_pack."""
        overlays = self.overlays_for(units, area, day)
        return effective(self.pack_for(area, day), tuple(overlays)) if overlays else self.pack_for(area, day)

    def cutoff_for(self, area: str, day: date) -> tuple[time, time]:
        """Statistics time and freeze of an area's daily report; 18:00 and 20:00 where no pack is in force."""
        period = self.period_for(area, day)
        if period is None:
            return DEFAULT_CUTOFF, DEFAULT_FREEZE
        report = pack_of(period).report
        return period.cutoff or report.cutoff, period.freeze or report.freeze

    def limits_for(self, area: str, day: date) -> Limits:
        """When work is late in an area, and what cannot be true there; common practice where no pack is in force."""
        period = self.period_for(area, day)
        return pack_of(period).limits if period else COMMON_LIMITS

    def sites_for(self, area: str, day: date) -> Sites:
        """What the plan in force wants of isolation sites; nothing where no pack is in force."""
        period = self.period_for(area, day)
        return pack_of(period).sites if period else COMMON_SITES

    def residents_for(self, area: str, day: date) -> Residents:
        """How long residents' links live and how soon residents are answered; common practice where no pack is in force."""
        period = self.period_for(area, day)
        return pack_of(period).residents if period else COMMON_RESIDENTS

    def legal_basis(self, written: str, *, measure: str, area: str, day: date, language: str) -> str:
        """A legal basis as it was written down, in a language where the plan in force that day says it in both."""
        period = self.period_for(area, day)
        known = pack_of(period).measures.get(measure) if period else None
        same = known is not None and known.legal_basis.zh[: len(written)] == written
        return known.legal_basis.inside(language) if known is not None and written and same else written

    def overlays_since(self, area: str, day: date) -> list[Overlay]:
        """Every overlay put in force for a unit of an area that applies on the day or will begin later."""
        periods = [period for period in self._overlays if _same_branch(area, period.area)]
        now = [self._overlay_period(unit, area, day) for unit in {period.unit for period in periods}]
        later = [period for period in periods if period.valid_from > day]
        return [_overlay_of(period) for period in [*now, *later] if period is not None]

    def _overlay_for(self, unit: str, area: str, day: date) -> Overlay | None:
        period = self._overlay_period(unit, area, day)
        if period is not None:
            return _overlay_of(period)
        pack_period = self.period_for(area, day)
        brought = own_overlays(pack_of(pack_period)) if pack_period else ()
        return next((overlay for overlay in brought if overlay.unit == unit), None)

    def _overlay_period(self, unit: str, area: str, day: date) -> OverlayPeriod | None:
        county = paths.cut(area, "county")
        own = [period for period in self._overlays if period.unit == unit and period.covers(day)]
        found = [period for period in own if _same_branch(county, period.area)]
        return max(found, key=lambda period: period.rank, default=None)


class Supposed(Rulebook):
    """The rules as they would be if others came into force at once, whatever the day: for looking, never for deciding.

    ``pack`` takes the place of the packs of ``area`` and above; parts of the area with a pack of their own keep it.
    ``overlay`` takes the place of its unit's rules. ``recompute``: measures begun would follow the pack.
    """

    def __init__(self, book: Rulebook, area: str, *, pack: Pack | None = None, overlay: Overlay | None = None, recompute: bool = False) -> None:
        super().__init__(book._packs, book._overlays)
        self._area, self._pack, self._overlay, self._recompute = area, pack, overlay, recompute

    def follows(self, area: str, day: date) -> bool:
        """Whether measures begun would follow the supposed pack; parts of the area with a pack of their own keep theirs."""
        return self._recompute and self._pack is not None and self.pack_for(area, day) is self._pack

    def pack_for(self, area: str, day: date, disease: str = "") -> Pack:
        """The supposed pack inside its area. Raises Refused no_pack."""
        if self._pack is None or not paths.holds(self._area, area):
            return super().pack_for(area, day, disease)
        period = self.period_for(area, day, disease)
        has_own = period is not None and period.area != self._area and paths.holds(self._area, period.area)
        return super().pack_for(area, day, disease) if has_own else self._pack

    def _overlay_for(self, unit: str, area: str, day: date) -> Overlay | None:
        if self._overlay is not None and unit == self._overlay.unit:
            return self._overlay
        period = self._overlay_period(unit, area, day)
        if period is not None or self._pack is None:
            return super()._overlay_for(unit, area, day)
        return next((overlay for overlay in own_overlays(self.pack_for(area, day)) if overlay.unit == unit), None)


@once_a_scope
def rulebook() -> Rulebook:
    """The rules as they stand now; two queries in a scope, whatever is asked of it."""
    packs = PackInForce.objects.values_list(*_fields(PackPeriod))
    overlays = OverlayInForce.objects.values_list(*_fields(OverlayPeriod))
    return Rulebook([PackPeriod(*row) for row in packs], [OverlayPeriod(*row) for row in overlays])


def pack_for(area: str, day: date, disease: str = "") -> Pack:
    """The pack in force in an area on a day: the nearest area's, without overlays. Raises Refused no_pack."""
    return rulebook().pack_for(area, day, disease)


def overlays_for(units: Sequence[str], area: str, day: date) -> list[Overlay]:
    """The overlays of units on a day, own unit first, then its parents in the given order."""
    return rulebook().overlays_for(units, area, day)


def rules_for(units: Sequence[str], area: str, day: date) -> Pack:
    """What really applies to the people of a unit: the pack with the overlays over it. Raises Refused no_pack."""
    return rulebook().rules_for(units, area, day)


def cutoff_for(area: str, day: date) -> tuple[time, time]:
    """Statistics time and freeze of an area's daily report."""
    return rulebook().cutoff_for(area, day)


def limits_for(area: str, day: date) -> Limits:
    """When work is late in an area on a day, and what cannot be true there."""
    return rulebook().limits_for(area, day)


def sites_for(area: str, day: date) -> Sites:
    """What the plan in force in an area on a day wants of isolation sites."""
    return rulebook().sites_for(area, day)


def residents_for(area: str, day: date) -> Residents:
    """How long residents' links live in an area on a day, and how soon residents are answered there."""
    return rulebook().residents_for(area, day)


def _fields(period: type) -> list[str]:
    return [field.name for field in fields(period)]


def _same_branch(area: str, other: str) -> bool:
    return paths.holds(area, other) or paths.holds(other, area)


def pack_of(period: PackPeriod | PackInForce) -> Pack:
    """The pack of a period or of a row, read once."""
    if period.digest not in _packs:
        content = PackInForce.objects.values_list("content", flat=True).get(pk=period.id)
        _packs.setdefault(period.digest, read_pack(content, file=f"{period.pack_id}.toml"))
    return _packs[period.digest]


def _overlay_of(period: OverlayPeriod) -> Overlay:
    key = (period.unit, period.digest)
    if key not in _overlays:
        content: Any = OverlayInForce.objects.values_list("content", flat=True).get(pk=period.id)
        _overlays.setdefault(key, Overlay(period.unit, content, period.digest))
    return _overlays[key]
