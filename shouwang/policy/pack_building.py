"""Puts a ``Pack`` together from its source; all faults are told at once."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from shouwang.policy import choices, pack_parts
from shouwang.policy.pack_classes import read_class
from shouwang.policy.pack_examples import read_examples
from shouwang.policy.pack_tables import Faults, Table
from shouwang.policy.packs import ArrivalClass, Measure, Pack, Sites, Source, Titles

PARTS = (
    "pack",
    "signs",
    "exposure",
    "checks",
    "measure",
    "class",
    "team",
    "release",
    "report",
    "transfer",
    "home",
    "sites",
    "limits",
    "residents",
    "zones",
    "mass_test",
    "ban",
    "household_visit",
    "index",
    "example",
)


def build_pack(source: Source, faults: Faults, otherwise: str = "") -> Pack:
    """The pack of a source, with overlays already laid over it or not. Raises PackFaulty."""
    top = Table(source.parts, "", faults)
    head = Table(source.parts.get("pack", {}), "pack", faults)
    home = pack_parts.read_home(_part(top, "home"))
    checks = pack_parts.read_checks(_part(top, "checks"))
    teams = pack_parts.read_teams(top.tables("team"))
    measures = pack_parts.read_measures(top.tables("measure"), checks, teams, home)
    classes = tuple(
        read_class(Table(line, line_path(source, number), faults), unit, measures, teams)
        for number, (line, unit) in enumerate(source.lines)
    )
    pack = Pack(
        **_read_head(head),
        signs=pack_parts.read_signs(_part(top, "signs")),
        exposure=pack_parts.read_exposure(_part(top, "exposure")),
        checks=checks,
        measures=measures,
        teams=teams,
        classes=classes,
        otherwise=otherwise,
        release=pack_parts.read_release(_part(top, "release")),
        report=pack_parts.read_report(_part(top, "report")),
        transfer=pack_parts.read_transfer(_part(top, "transfer")),
        home=home,
        sites=_read_sites(top, measures),
        limits=pack_parts.read_limits(_part(top, "limits")),
        residents=pack_parts.read_residents(_part(top, "residents")),
        zones=pack_parts.read_zones(top.table("zones")),
        mass_test=pack_parts.read_mass_test(top.table("mass_test")),
        bans=pack_parts.read_bans(top.tables("ban")),
        household_visit=pack_parts.read_household_visit(top.table("household_visit")),
        index=pack_parts.read_index(top.table("index")),
        examples=read_examples(top.tables("example")),
        key_areas=_key_areas(classes),
        digest=digest(source),
        source=source,
    )
    top.finish(known=[*PARTS, "overlay"])
    _check_classes(source, classes, faults)
    faults.stop_if_any()
    return pack


def line_path(source: Source, number: int) -> str:
    """The key path of a class line, counted from 1 among the lines of its own pack or overlay."""
    unit = source.lines[number][1]
    among_own = sum(other == unit for _, other in source.lines[: number + 1])
    return f"overlay[{unit}].classes[{among_own}]" if unit else f"class[{among_own}]"


def digest(source: Source) -> str:
    """SHA-256 of the content, the same for the TOML file and for what the database gives back."""
    content = {"parts": source.parts, "lines": [[line, unit] for line, unit in source.lines]}
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def canonical(content: Any) -> str:
    """JSON with sorted keys; dates and times as ISO text."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, default=_iso)


def as_json(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The content as plain JSON values, for keeping."""
    return json.loads(canonical(raw))


def _iso(value: Any) -> str:
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} does not belong into a pack")


def _part(top: Table, key: str) -> Table:
    return top.table(key) or Table({}, key, top.faults)


def _read_sites(top: Table, measures: Mapping[str, Measure]) -> Sites:
    """The part ``sites``; the common rule for a pack from before that part existed."""
    said = top.table("sites")
    unsaid = None if said else pack_parts.sites_unsaid(measures)
    return unsaid or pack_parts.read_sites(_part(top, "sites"))


def _read_head(head: Table) -> dict[str, Any]:
    zh = head.text("title_zh")
    values = {
        "id": head.text("id"),
        "version": head.whole("version", 1, least=1),
        "titles": Titles(zh, head.text("title_en", zh)),
        "disease": head.text("disease"),
        "valid_from": head.day("valid_from"),
        "valid_to": head.day("valid_to", None),
        "basis": head.texts("basis", ()),
        "impact_assessment": head.text("impact_assessment", ""),
    }
    head.finish()
    if values["valid_to"] and values["valid_to"] < values["valid_from"]:
        head.note("valid_to", choices.WRONG_ORDER, first="valid_from", second="valid_to")
    return values


def _key_areas(classes: tuple[ArrivalClass, ...]) -> tuple[str, ...]:
    """The areas that the pack's own lines name with ``from_area_in``: a local overlay makes no place a key area."""
    conditions = (condition for line in classes if not line.unit for condition in line.when)
    named = (condition.value for condition in conditions if condition.key == "from_area_in")
    return tuple(dict.fromkeys(area for areas in named for area in areas))


def _check_classes(source: Source, classes: tuple[ArrivalClass, ...], faults: Faults) -> None:
    own_ids = [(line.unit, line.id) for line in classes]
    known = {line.id for line in classes} | source.other_classes
    for number, line in enumerate(classes):
        if own_ids.index((line.unit, line.id)) < number:
            faults.note(f"{line_path(source, number)}.id", choices.TWICE, id=line.id)
        for name in _classes_named_by(line) - known:
            faults.note(f"{line_path(source, number)}.when.contact_with_class", choices.NO_SUCH_CLASS, id=name)


def _classes_named_by(line: ArrivalClass) -> set[str]:
    return {name for condition in line.when if condition.key == "contact_with_class" for name in condition.value}
