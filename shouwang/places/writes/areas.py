"""Takes an official list of areas into the tree, again and again without harm."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db import transaction

from shouwang.accounts.actors import WHOLE_TREE, Actor
from shouwang.accounts.choices import Permission
from shouwang.audit.writes import record_event
from shouwang.lib import clocks, paths
from shouwang.lib.dates import read_date
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import CORRECTED, Verdict, accepted, duplicate, refused
from shouwang.places.choices import (
    AREA_KNOWN,
    CODE_TWICE,
    LEVEL_UNKNOWN,
    NAME_MISSING,
    PARENT_TOO_LOW,
    PARENT_UNKNOWN,
    PERIOD_REVERSED,
    AreaKind,
    Level,
)
from shouwang.places.models import Area, AreaCode, AreaName
from shouwang.places.rules import Numbering, area_keys, full_code, tidy_area_name
from shouwang.places.writes.tree import change_tree, numbering

LEVEL_WORDS = {"city": Level.PREFECTURE}  # the statistics bureau calls a prefecture a city
CHUNK = 5_000


@dataclass(frozen=True)
class AreaRow:
    """One line of an official list, read."""

    code: str
    name: str
    level: str
    parent: str
    kind: str
    urban_rural: str
    valid_from: date | None
    valid_to: date | None


@transaction.atomic
def load_areas(
    rows: Iterable[Mapping[str, str]], *, edition: str, by: Actor, on: date | None = None, complete: bool = False
) -> list[Verdict]:
    """Bring the tree to what an official list says.

    Columns: code, name, level, parent; if there kind, urban_rural, valid_from, valid_to. New codes get the next free
    path; new names replace old ones from the day ``on`` (default today). With ``complete`` the codes that the list no
    longer has are closed, below every area that has others in it. Facts of a verdict: ``path``, ``code``.
    """
    by.check(Permission.MANAGE_PLACES)
    change_tree()
    loading = _Loading([_read(row) for row in rows], edition, on or clocks.today(), by)
    verdicts = loading.run()
    closed = loading.close_missing() if complete else 0
    changed = sum(verdict.outcome not in ("duplicate", "refused") for verdict in verdicts)
    record_event(
        by=by, action="places.load_areas", area=by.area, count=changed, detail={"edition": edition, "closed": closed}
    )
    return verdicts


def _read(row: Mapping[str, str]) -> AreaRow | Refused:
    """A line of the file, or why it cannot be read."""
    try:
        return _checked(row)
    except Refused as refusal:
        return refusal


def _checked(row: Mapping[str, str]) -> AreaRow:
    text = {name: str(value or "").strip() for name, value in row.items()}
    level = LEVEL_WORDS.get(text.get("level", ""), text.get("level", ""))
    if level not in Level.values:
        raise Refused("level_unknown", LEVEL_UNKNOWN, level=level)
    if not (name := tidy_area_name(text.get("name", ""))):
        raise Refused("NAME_MISSING", NAME_MISSING)
    kind = text.get("kind", "")
    begins, ends = (
        read_date(text[end], sheet_date=None).day if text.get(end) else None for end in ("valid_from", "valid_to")
    )
    if begins and ends and ends < begins:
        raise Refused("period_reversed", PERIOD_REVERSED)
    parent = full_code(text["parent"]) if text.get("parent") else ""
    kind = kind if kind in AreaKind.values else ""
    return AreaRow(
        full_code(text.get("code", "")), name, level, parent, kind, text.get("urban_rural", ""), begins, ends
    )


class _Loading:
    """One run over a list: what is known, what is new, what changes."""

    def __init__(self, rows: list[AreaRow | Refused], edition: str, on: date, by: Actor) -> None:
        self.rows, self.edition, self.on, self.by = rows, edition, on, by
        good = [row for row in rows if isinstance(row, AreaRow)]
        self.codes = {row.code for row in good}
        self.known = _areas_by_code(self.codes | {row.parent for row in good if row.parent})
        self.numbers: Numbering = numbering()
        self.new: list[Area] = []
        self.new_codes: list[AreaCode] = []
        self.changed: dict[str, Area] = {}
        self.old_names: list[AreaName] = []

    def run(self) -> list[Verdict]:
        """Every line in the order of the tree; verdicts in the order of the list."""
        verdicts: dict[int, Verdict] = {}
        taken: dict[str, AreaRow] = {}
        for index, row in sorted(enumerate(self.rows), key=lambda item: _tree_order(item[1])):
            verdicts[index] = refused(row) if isinstance(row, Refused) else self._take(row, taken)
        self._write()
        return [verdicts[index] for index in range(len(self.rows))]

    def _take(self, row: AreaRow, taken: dict[str, AreaRow]) -> Verdict:
        try:
            if taken.setdefault(row.code, row) != row:
                raise Refused("code_twice", CODE_TWICE, given=row.code)
            known = self.known.get(row.code)
            return self._update(known, row) if known else self._add(row)
        except Refused as refusal:
            return refused(refusal)

    def _add(self, row: AreaRow) -> Verdict:
        parent = self._parent(row)
        self.by.check(Permission.MANAGE_PLACES, parent or WHOLE_TREE)
        new = Area(
            path=self.numbers.next(parent, row.level),
            level=row.level,
            name=row.name,
            **area_keys(row.name),
            kind=row.kind,
            urban_rural=row.urban_rural,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )
        self.known[row.code] = new
        self.new.append(new)
        code = AreaCode(
            area=new.path, code=row.code, edition=self.edition, valid_from=row.valid_from, valid_to=row.valid_to
        )
        self.new_codes.append(code)
        return accepted(None, path=new.path, code=row.code)

    def _parent(self, row: AreaRow) -> str:
        if not row.parent:
            return ""
        parent = self.known.get(row.parent)
        if parent is None:
            raise Refused("parent_unknown", PARENT_UNKNOWN, parent=row.parent)
        if paths.LEVELS.index(parent.level) >= paths.LEVELS.index(row.level):
            raise Refused("parent_too_low", PARENT_TOO_LOW, level=row.level, parent=parent.name)
        return parent.path

    def _update(self, area: Area, row: AreaRow) -> Verdict:
        wanted = {"name": row.name, "kind": row.kind or area.kind, "urban_rural": row.urban_rural or area.urban_rural}
        if row.valid_to:
            wanted["valid_to"] = row.valid_to
        different = {name: value for name, value in wanted.items() if getattr(area, name) != value}
        facts = {"path": area.path, "code": row.code}
        if not different:
            return replace(duplicate(None, code="AREA_KNOWN", reason=str(AREA_KNOWN)), facts=facts)
        self.by.check(Permission.MANAGE_PLACES, area.path)
        if "name" in different:
            self.old_names.append(AreaName(area=area.path, name=area.name, valid_to=self.on - timedelta(days=1)))
        for name, value in (different | area_keys(row.name)).items():
            setattr(area, name, value)
        self.changed[area.path] = area
        return Verdict(CORRECTED, facts=facts)

    def _write(self) -> None:
        Area.objects.bulk_create(self.new, batch_size=CHUNK)
        AreaCode.objects.bulk_create(self.new_codes, batch_size=CHUNK)
        Area.objects.bulk_update(
            self.changed.values(), ["name", "name_key", "initials", "kind", "urban_rural", "valid_to"], batch_size=CHUNK
        )
        AreaName.objects.bulk_create(self.old_names, batch_size=CHUNK)
        ended = {path: area.valid_to for path, area in self.changed.items() if area.valid_to}
        for path, day in ended.items():
            AreaCode.objects.filter(area=path, valid_to__isnull=True).update(valid_to=day)

    def close_missing(self) -> int:
        """Close the official codes the list no longer has, below areas that have others in it; how many areas ended."""
        listed = {self.known[code].path for code in self.codes if code in self.known}
        parents = {paths.parent(path) for path in listed} & listed
        open_codes = AreaCode.objects.filter(valid_to__isnull=True).exclude(edition="").values_list("area", flat=True)
        gone = [
            path for path in open_codes if path not in listed and paths.parent(path) in parents and self.by.covers(path)
        ]
        last_day = self.on - timedelta(days=1)
        for path in gone:
            low, high = paths.bounds(path)
            Area.objects.filter(path__gte=low, path__lt=high, valid_to__isnull=True).update(valid_to=last_day)
            AreaCode.objects.filter(area__gte=low, area__lt=high, valid_to__isnull=True).update(valid_to=last_day)
        return len(gone)


def _tree_order(row: AreaRow | Refused) -> tuple[int, str]:
    return (-1, "") if isinstance(row, Refused) else (paths.LEVELS.index(row.level), row.code)


def _areas_by_code(wanted: set[str]) -> dict[str, Area]:
    """Areas by code; a code in use goes before one that was closed."""
    listed = sorted(wanted)
    path_of: dict[str, str] = {}
    for start in range(0, len(listed), CHUNK):
        rows = (
            AreaCode.objects.filter(code__in=listed[start : start + CHUNK])
            .order_by("valid_to")
            .values_list("code", "area")
        )
        path_of.update(rows)
    areas: dict[str, Area] = {}
    needed = sorted(set(path_of.values()))
    for start in range(0, len(needed), CHUNK):
        areas.update(Area.objects.in_bulk(needed[start : start + CHUNK]))
    return {code: areas[path] for code, path in path_of.items()}
