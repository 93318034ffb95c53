"""What one unit does otherwise: an overlay's parts are laid over the pack, its class lines stand before the pack's.

An overlay has the same keys as a pack, and besides: ``unit``; ``classes``; ``inherit`` (lines of the pack that stand before the
unit's own); ``otherwise = "undecided"`` (nothing of the pack below applies); ``team`` as one table = the team of this unit for
every measure that has a team with roles.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from shouwang.policy import choices
from shouwang.policy.choices import UNDECIDED
from shouwang.policy.pack_files import build_pack, canonical
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


def read_overlay(raw: Mapping[str, Any], *, pack: Pack, file: str) -> Overlay:
    """The overlay a table says, checked against the pack it lies on. Raises PackFaulty with every fault."""
    faults = Faults(file)
    table = Table(raw, "overlay", faults)
    unit = table.text("unit")
    overlay = Overlay(unit, dict(table.raw), hashlib.sha256(canonical(table.raw).encode()).hexdigest())
    inherited = table.texts("inherit", ())
    table.text("otherwise", "", one_of=[UNDECIDED])
    faults.stop_if_any()
    for name in set(inherited) - {line.id for line in pack.classes}:
        table.note("inherit", choices.NO_SUCH_CLASS, id=name)
    try:
        lay_over(pack, overlay, faults)
    except PackFaulty:
        pass  # its faults are among ours
    faults.stop_if_any()
    return overlay


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
