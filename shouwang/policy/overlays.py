"""What one unit does otherwise: an overlay's parts are laid over the pack, its class lines stand before the pack's.

An overlay has the same keys as a pack, and besides: ``unit``; ``classes``; ``inherit`` (lines of the pack that stand
before the unit's own); ``otherwise = "undecided"`` (nothing of the pack below applies); ``team`` as one table = the
team of this unit for every measure that has a team with roles.
"""

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from shouwang.policy import choices
from shouwang.policy.choices import UNDECIDED
from shouwang.policy.pack_building import build_pack, canonical
from shouwang.policy.pack_tables import Faults, PackFaulty, Table
from shouwang.policy.packs import Pack, Source

NAMED_LISTS = ("measure", "ban", "example")
OWN_KEYS = ("unit", "inherit", "classes", "class", "otherwise", "team")

Line = tuple[Mapping[str, Any], str]


@dataclass(frozen=True, eq=False)
class Overlay:
    """The rules of one unit, in the words they were given."""

    unit: str
    raw: Mapping[str, Any] = field(repr=False)
    digest: str

    @property
    def has_otherwise(self) -> bool:
        """Whether people whom none of its lines fit come to an officer instead of to the pack."""
        return bool(self.raw.get("otherwise"))


def read_overlay(raw: Any, *, pack: Pack, file: str, at: str = "overlay") -> Overlay:
    """The overlay a table says, checked against the pack it lies on. Raises PackFaulty with every fault."""
    faults = Faults(file)
    overlay = _read(Table(raw, at, faults))
    faults.stop_if_any()
    check_fit(pack, overlay, faults, at)
    faults.stop_if_any()
    return overlay


def _read(table: Table) -> Overlay:
    """Only the shape; what it says is read when it is laid over a pack."""
    unit = table.text("unit")
    table.texts("inherit", ())
    table.text("otherwise", "", one_of=[UNDECIDED])
    for key in ("classes", "class", "team", *NAMED_LISTS):
        table.tables(key)
    return Overlay(unit, dict(table.raw), hashlib.sha256(canonical(table.raw).encode()).hexdigest())


def check_fit(pack: Pack, overlay: Overlay, faults: Faults, at: str = "overlay") -> None:
    """Note what keeps an overlay from lying over a pack: inherited lines that are gone, and all it says wrongly."""
    known = {line.id for line in pack.classes}
    for name in overlay.raw.get("inherit", ()):
        if name not in known:
            faults.note(f"{at}.inherit", choices.NO_SUCH_CLASS, id=name)
    with suppress(PackFaulty):  # what it carries stands in ``faults`` already
        lay_over(pack, overlay, faults)


@lru_cache(maxsize=64)
def own_overlays(pack: Pack) -> tuple[Overlay, ...]:
    """The overlays that a pack itself brings (``[[overlay]]``). Raises PackFaulty with every fault."""
    faults = Faults(pack.source.file)
    raw = pack.source.parts.get("overlay", [])
    tables = Table({"overlay": raw}, "", faults).tables("overlay")
    overlays = tuple(_read(table) for table in tables)
    faults.stop_if_any()
    for table, overlay in zip(tables, overlays, strict=True):
        check_fit(pack, overlay, faults, table.at)
    faults.stop_if_any()
    return overlays


@lru_cache(maxsize=512)
def effective(pack: Pack, overlays: tuple[Overlay, ...]) -> Pack:
    """The pack as it applies to one unit: ``overlays`` are the unit's own first, then those of its parents."""
    for overlay in reversed(overlays):
        pack = lay_over(pack, overlay, Faults(pack.source.file))
    return pack


def lay_over(pack: Pack, overlay: Overlay, faults: Faults) -> Pack:
    """The pack with one overlay over it. Raises PackFaulty."""
    parts = _merged_parts(pack.source.parts, overlay.raw)
    lines = _lines(pack, overlay)
    left_out = {line.id for line in pack.classes} if overlay.has_otherwise else set()
    source = Source(pack.source.file, parts, lines, pack.source.other_classes | left_out)
    return build_pack(source, faults, otherwise=overlay.unit if overlay.has_otherwise else pack.otherwise)


def _lines(pack: Pack, overlay: Overlay) -> tuple[Line, ...]:
    inherited = set(overlay.raw.get("inherit", ()))
    first = [line for line in pack.source.lines if line[0].get("id") in inherited]
    own = [(line, overlay.unit) for line in _own_lines(overlay.raw)]
    rest = [] if overlay.has_otherwise else [line for line in pack.source.lines if line not in first]
    return tuple(first + own + rest)


def _own_lines(raw: Mapping[str, Any]) -> list[Any]:
    return _tables(raw, "classes" if "classes" in raw else "class")


def _merged_parts(below: Mapping[str, Any], raw: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in raw.items():
        if key in NAMED_LISTS:
            merged[key] = _merged_by_id(_tables(below, key), _tables(raw, key))
        elif key not in OWN_KEYS:
            merged[key] = _merged(below.get(key), value)
    return _with_team(merged, raw)


def _merged(below: Any, above: Any) -> Any:
    """Tables are merged key by key; anything else, lists too, is replaced."""
    if isinstance(below, Mapping) and isinstance(above, Mapping):
        return {**below, **{key: _merged(below.get(key), value) for key, value in above.items()}}
    return above


def _merged_by_id(below: list[Any], above: list[Any]) -> list[Any]:
    changes = {item["id"]: item for item in above if _has_id(item)}
    known = {item["id"] for item in below}
    new = [item for item in above if not _has_id(item) or item["id"] not in known]
    return [_merged(item, changes.get(item["id"], {})) for item in below] + new


def _has_id(item: Any) -> bool:
    return isinstance(item, Mapping) and isinstance(item.get("id"), str)


def _with_team(parts: dict[str, Any], raw: Mapping[str, Any]) -> dict[str, Any]:
    team = raw.get("team")
    if not team:
        return parts
    parts["team"] = _merged_by_id(_tables(parts, "team"), _tables(raw, "team"))
    if isinstance(team, Mapping):
        with_roles = {item["id"] for item in parts["team"] if _has_id(item) and item.get("roles")}
        parts["measure"] = [_of_own_team(item, team.get("id"), with_roles) for item in _tables(parts, "measure")]
    return parts


def _tables(parts: Mapping[str, Any], key: str) -> list[Any]:
    found = parts.get(key, [])
    return list(found) if isinstance(found, list | tuple) else [found]


def _of_own_team(measure: Mapping[str, Any], team_id: Any, with_roles: set[str]) -> Mapping[str, Any]:
    return {**measure, "team": team_id} if measure.get("team") in with_roles else measure
