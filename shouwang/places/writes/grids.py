"""Draws grids, micro-grids and areas of scattered homes below villages and townships."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.audit.writes import record_event
from shouwang.lib import clocks, paths
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import CORRECTED, DUPLICATE, REFUSED, Verdict, accepted, duplicate, refused
from shouwang.places.choices import (
    AREA_UNKNOWN,
    CODE_TAKEN,
    GRID_KIND_UNKNOWN,
    GRID_KINDS,
    GRID_KNOWN,
    GRID_PLACE,
    AreaKind,
)
from shouwang.places.models import Area, AreaCode, AreaName
from shouwang.places.reads import codes_of, paths_of
from shouwang.places.rules import area_keys, short_code, tidy_area_name
from shouwang.places.writes.tree import change_tree, numbering

GRID_HOLDERS = ("township", "village", "grid")
LETTERS = {AreaKind.GRID: "-G", AreaKind.MICRO_GRID: "-", AreaKind.SCATTERED_AREA: "-S"}


@dataclass(frozen=True)
class NewGrid:
    """A grid to draw in ``area`` (a path), below another grid if ``parent`` (its code or path) is named.

    Without a code it gets the next one of its parent (411621101201-G01, 411621101201-G01-02, 411621101201-S01).
    """

    area: str
    name: str = ""
    kind: str = AreaKind.GRID
    code: str = ""
    parent: str = ""
    since: date | None = None


@transaction.atomic
def make_grids(batch: list[NewGrid], *, by: Actor) -> list[Verdict]:
    """Draw grids; one of a code that is there already is a duplicate, or renamed. Facts: ``path``, ``code``."""
    by.check(Permission.MANAGE_PLACES)
    change_tree()
    drawing = _Drawing(batch, by)
    verdicts = drawing.run()
    count = sum(verdict.outcome not in (DUPLICATE, REFUSED) for verdict in verdicts)
    record_event(by=by, action="places.make_grids", area=by.area, count=count)
    return verdicts


class _Drawing:
    def __init__(self, batch: list[NewGrid], by: Actor) -> None:
        self.batch, self.by = batch, by
        named = {new.code for new in batch} | {new.parent for new in batch} | {new.area for new in batch}
        self.path_of = paths_of(named - {""})
        self.areas = Area.objects.in_bulk(list(set(self.path_of.values())))
        self.codes = codes_of(self.areas)
        self.numbers = numbering()
        self.new: list[Area] = []
        self.new_codes: list[AreaCode] = []
        self.taken = set(self.path_of)

    def run(self) -> list[Verdict]:
        """Grids before what stands below them, answers in the order of the batch."""
        verdicts: dict[int, Verdict] = {}
        waiting = dict(enumerate(self.batch))
        while waiting:
            ready = {i: new for i, new in waiting.items() if not new.parent or new.parent in self.path_of} or waiting
            for index, new in ready.items():
                verdicts[index] = self._take(new)
            waiting = {i: new for i, new in waiting.items() if i not in ready}
        Area.objects.bulk_create(self.new)
        AreaCode.objects.bulk_create(self.new_codes)
        return [verdicts[index] for index in range(len(self.batch))]

    def _take(self, new: NewGrid) -> Verdict:
        try:
            if new.code and new.code in self.path_of:
                return self._known(self.areas[self.path_of[new.code]], new)
            return self._draw(new)
        except Refused as refusal:
            return refused(refusal)

    def _known(self, area: Area, new: NewGrid) -> Verdict:
        self.by.check(Permission.MANAGE_PLACES, area.path)
        if area.kind not in GRID_KINDS:
            raise Refused("code_taken", CODE_TAKEN, given=new.code)
        facts = {"path": area.path, "code": new.code}
        name = tidy_area_name(new.name)
        if not name or name == area.name:
            return replace(duplicate(None, code="GRID_KNOWN", reason=str(GRID_KNOWN)), facts=facts)
        AreaName.objects.create(
            area=area.path, name=area.name, valid_to=(new.since or clocks.today()) - timedelta(days=1)
        )
        area.name, keys = name, area_keys(name)
        area.name_key, area.initials = keys["name_key"], keys["initials"]
        area.save(update_fields=["name", *keys])
        return Verdict(CORRECTED, facts=facts)

    def _draw(self, new: NewGrid) -> Verdict:
        holder = self._holder(new)
        if new.kind not in GRID_KINDS:
            raise Refused("grid_kind_unknown", GRID_KIND_UNKNOWN, kind=new.kind)
        self.by.check(Permission.MANAGE_PLACES, holder.path)
        below_grid = holder.level == "grid"
        path = self.numbers.next(holder.path, "micro_grid" if below_grid or new.kind == AreaKind.MICRO_GRID else "grid")
        code = new.code or self._next_code(holder, new.kind)
        number = int(path[-paths.WIDTH :])
        name = tidy_area_name(new.name) or f"第{number}网格"
        area = Area(
            path=path,
            level=paths.level(path),
            name=name,
            **area_keys(name),
            kind=new.kind,
            valid_from=new.since or clocks.today(),
        )
        self._remember(area, code)
        return accepted(None, path=path, code=code)

    def _holder(self, new: NewGrid) -> Area:
        """What the grid stands below. Raises Refused area_unknown, grid_place."""
        asked = new.parent or new.area
        holder = self.areas.get(self.path_of.get(asked, ""))
        if holder is None:
            raise Refused("area_unknown", AREA_UNKNOWN, area=asked)
        if holder.level not in GRID_HOLDERS:
            raise Refused("grid_place", GRID_PLACE)
        return holder

    def _next_code(self, holder: Area, kind: str) -> str:
        start = short_code(self.codes.get(holder.path) or holder.path, holder.level) + LETTERS[AreaKind(kind)]
        known = AreaCode.objects.filter(code__startswith=start).values_list("code", flat=True)
        tails = [code[len(start) :] for code in {*known, *self.taken} if code.startswith(start)]
        number = max((int(tail) for tail in tails if tail.isascii() and tail.isdigit()), default=0) + 1
        return f"{start}{number:02d}"

    def _remember(self, area: Area, code: str) -> None:
        self.new.append(area)
        self.new_codes.append(AreaCode(area=area.path, code=code, valid_from=area.valid_from))
        self.areas[area.path] = area
        self.codes[area.path] = code
        self.path_of[code] = self.path_of[area.path] = area.path
        self.taken.add(code)
