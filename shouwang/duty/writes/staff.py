"""Takes in who is on duty, thousands at once."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.audit.writes import record_event
from shouwang.duty.choices import (
    AREA_UNKNOWN,
    CODE_TAKEN,
    GRID_ELSEWHERE,
    SITE_UNKNOWN,
    STAFF_KNOWN,
    STAFF_UNKNOWN,
    UNIT_UNKNOWN,
)
from shouwang.duty.models import Assignment, Staff
from shouwang.duty.rules import PersonFacts, check_duty, known_shift, person_facts
from shouwang.lib import clocks, paths
from shouwang.lib.ids import uuid7
from shouwang.lib.masking import mask_document, mask_phone
from shouwang.lib.refusals import Refused
from shouwang.lib.sealed import Sealed, seal
from shouwang.lib.verdicts import CORRECTED, DUPLICATE, REFUSED, Verdict, Warned, accepted, duplicate, refused
from shouwang.places import reads as places

DOCUMENT, PHONE = "document", "phone"
FACTS = ("full_name", "name_key", "initials", "sex")
DUTY = ("area", "role", "site", "grid", "shift", "part_time", "unit", "reported_by")


@dataclass(frozen=True)
class NewStaff:
    """Somebody on duty in ``area`` (a path), or in ``grid`` there (its code or path), for ``unit``, from ``at`` on."""

    code: str
    full_name: str
    role: str
    area: str
    sex: str = ""
    id_number: Any = ""
    phone: Any = ""
    unit: str = ""
    site: str = ""
    grid: str = ""
    shift: str = ""
    part_time: bool = False
    at: datetime | None = None


@dataclass(frozen=True)
class NewDuty:
    """Another duty for somebody who is known by a code, from ``at`` on."""

    staff: str
    role: str
    area: str
    unit: str = ""
    site: str = ""
    grid: str = ""
    shift: str = ""
    part_time: bool = False
    at: datetime | None = None


@transaction.atomic
def record_staff(batch: list[NewStaff], *, by: Actor) -> list[Verdict]:
    """Put people on duty; one of the same code is a duplicate, or corrected. Facts of a verdict: ``code``."""
    by.check(Permission.MANAGE_STAFF)
    taking = _Taking(batch, by)
    verdicts = taking.run()
    count = sum(verdict.outcome not in (DUPLICATE, REFUSED) for verdict in verdicts)
    record_event(by=by, action="duty.record_staff", area=by.area, count=count)
    return verdicts


@transaction.atomic
def reassign(batch: list[NewDuty], *, by: Actor) -> list[Verdict]:
    """Give people another duty; the one before ends when it begins. Facts of a verdict: ``code``."""
    by.check(Permission.MANAGE_STAFF)
    known = {one.code: one for one in Staff.objects.filter(code__in=[wanted.staff for wanted in batch])}
    taking = _Taking([_as_known(wanted, known[wanted.staff]) for wanted in batch if wanted.staff in known], by)
    answers = iter(taking.run())
    verdicts = [next(answers) if wanted.staff in known else refused(_nobody(wanted.staff)) for wanted in batch]
    record_event(by=by, action="duty.reassign", area=by.area, count=sum(verdict.taken for verdict in verdicts))
    return verdicts


def _as_known(wanted: NewDuty, staff: Staff) -> NewStaff:
    """The row that says what is known of somebody already, and the other duty."""
    return NewStaff(
        code=staff.code,
        full_name=staff.full_name,
        sex=staff.sex,
        id_number=_opened(DOCUMENT, staff.document),
        phone=_opened(PHONE, staff.phone),
        **{name: value for name, value in vars(wanted).items() if name != "staff"},
    )


def _nobody(code: str) -> Refused:
    return Refused("staff_unknown", STAFF_UNKNOWN, given=code)


@dataclass
class _Known:
    """What the batch touches, read once."""

    areas: set[str]
    grids: dict[str, str]
    grid_codes: dict[str, str]
    units: set[str]
    sites: set[str]
    staff: dict[str, Staff]
    duties: dict[UUID, Assignment]
    managing: dict[Any, dict[str, str]] = field(default_factory=dict)


class _Taking:
    def __init__(self, batch: list[NewStaff], by: Actor) -> None:
        self.batch, self.by, self.now = batch, by, clocks.now()
        self.known = self._look_up()
        self.new_staff: dict[str, Staff] = {}
        self.changed: dict[str, Staff] = {}
        self.new_duties: list[Assignment] = []
        self.ended: list[Assignment] = []

    def _look_up(self) -> _Known:
        batch = self.batch
        staff = {one.code: one for one in Staff.objects.filter(code__in=[new.code for new in batch])}
        last = Assignment.objects.filter(staff__in=list(staff.values())).order_by("from_at", "created_at")
        grids = places.paths_of({new.grid for new in batch} - {""})
        return _Known(
            areas=set(places.areas_of(new.area for new in batch)),
            grids=grids,
            grid_codes=places.codes_of(grids.values()),
            units=set(places.units(new.unit for new in batch)),
            sites=set(places.sites().filter(pk__in={new.site for new in batch} - {""}).values_list("pk", flat=True)),
            staff=staff,
            duties={duty.staff.pk: duty for duty in last.select_related("staff")},
        )

    def run(self) -> list[Verdict]:
        """Every row, then the tables, then the rows whose code turned out to be taken where the actor cannot see."""
        verdicts = [self._take(new) for new in self.batch]
        taken = self._write()
        return [
            refused(Refused("code_taken", CODE_TAKEN, given=new.code)) if verdict.id in taken else verdict
            for new, verdict in zip(self.batch, verdicts, strict=True)
        ]

    def _take(self, new: NewStaff) -> Verdict:
        try:
            check_duty(new.code, new.role)
            if new.area not in self.known.areas:
                raise Refused("area_unknown", AREA_UNKNOWN, area=new.area)
            self.by.check(Permission.MANAGE_STAFF, new.area)
            facts = person_facts(new.full_name, new.sex, new.id_number, new.phone)
        except Refused as refusal:
            return refused(refusal)
        duty, warnings = self._duty(new)
        warnings = facts.warnings + warnings
        staff = self.known.staff.get(new.code)
        if staff is None:
            return self._add(new, facts, duty, warnings)
        if not self.by.covers(staff.area):
            return refused(Refused("code_taken", CODE_TAKEN, given=new.code))
        return self._update(staff, facts, duty, new.at or self.now, warnings)

    def _duty(self, new: NewStaff) -> tuple[dict[str, Any], tuple[Warned, ...]]:
        """Where and what somebody is assigned to, with what nobody knows left out and warned of."""
        shift, warnings = known_shift(new.shift)
        area, grid = new.area, self.known.grids.get(new.grid, "")
        if grid and paths.holds(area, grid):
            area = grid
        elif new.grid:
            warnings += (_unknown(GRID_ELSEWHERE, grid=new.grid),)
        if new.unit and new.unit not in self.known.units:
            warnings += (_unknown(UNIT_UNKNOWN, unit=new.unit),)
        if new.site and new.site not in self.known.sites:
            warnings += (_unknown(SITE_UNKNOWN, site=new.site),)
        managing = self._managing(area, new.at or self.now)
        own = "" if new.unit == managing else new.unit
        code = self.known.grid_codes.get(grid) or new.grid
        duty = {"area": area, "role": new.role, "site": new.site, "grid": code, "shift": shift}
        return duty | {"part_time": new.part_time, "unit": managing, "reported_by": own}, warnings

    def _managing(self, area: str, at: datetime) -> str:
        """The unit that answers for an area on a day; asked once a day for the whole batch."""
        day = clocks.local(at).date()
        if day not in self.known.managing:
            wanted = {new.area for new in self.batch} | set(self.known.grids.values())
            self.known.managing[day] = places.managing_units(wanted, day)
        return self.known.managing[day].get(area, "")

    def _add(self, new: NewStaff, facts: PersonFacts, duty: dict[str, Any], warnings: tuple[Warned, ...]) -> Verdict:
        staff = Staff(id=uuid7(), code=new.code, area=duty["area"], created_at=self.now)
        _put(staff, facts)
        self.known.staff[new.code] = self.new_staff[new.code] = staff
        self._assign(staff, duty, new.at or self.now)
        return accepted(staff.pk, warnings, code=new.code)

    def _update(
        self, staff: Staff, facts: PersonFacts, duty: dict[str, Any], at: datetime, warnings: tuple[Warned, ...]
    ) -> Verdict:
        last = self.known.duties.get(staff.pk)
        same_duty = last is not None and all(getattr(last, name) == value for name, value in duty.items())
        ended_at = last.to_at if last else None
        over, old_news = ended_at is not None, ended_at is not None and at <= ended_at
        if _is_same(staff, facts) and ((same_duty and not over) or old_news):
            known = duplicate(staff.pk, code="STAFF_KNOWN", reason=str(STAFF_KNOWN))
            return replace(known, facts={"code": staff.code})
        if not _is_same(staff, facts):
            _put(staff, facts)
            self.changed[staff.code] = staff
        if not old_news and (over or not same_duty):
            self._reassign(staff, last, duty, at)
        return Verdict(CORRECTED, id=staff.pk, of=staff.pk, warnings=warnings, facts={"code": staff.code})

    def _reassign(self, staff: Staff, last: Assignment | None, duty: dict[str, Any], at: datetime) -> None:
        """The old duty ends when the new one begins; what was written a moment ago is simply written better."""
        if last is not None and last.to_at is None and at <= last.from_at:
            for name, value in duty.items():
                setattr(last, name, value)
        else:
            if last is not None and last.to_at is None:
                last.to_at = at
            self._assign(staff, duty, at)
        if last is not None and last not in self.new_duties:
            self.ended.append(last)
        staff.area = duty["area"]
        if staff.code not in self.new_staff:
            self.changed[staff.code] = staff

    def _assign(self, staff: Staff, duty: dict[str, Any], at: datetime) -> None:
        new = Assignment(
            staff=staff,
            person_key=staff.person_key,
            from_at=at,
            created_at=self.now,
            created_by=self.by.post_id,
            **duty,
        )
        self.known.duties[staff.pk] = new
        self.new_duties.append(new)

    def _write(self) -> set[UUID]:
        """The ids of new staff that could not be written, because another area uses their code."""
        Staff.objects.bulk_create(self.new_staff.values(), ignore_conflicts=True)
        wanted = {staff.pk for staff in self.new_staff.values()}
        there = set(Staff.objects.filter(pk__in=wanted).values_list("pk", flat=True))
        fields = [*FACTS, "area", DOCUMENT, "document_masked", PHONE, "phone_masked", "person_key"]
        changed = [staff for staff in self.changed.values() if staff.pk not in wanted]
        Staff.objects.bulk_update(changed, fields, batch_size=500)
        for staff in changed:
            Assignment.objects.filter(staff=staff).exclude(person_key=staff.person_key).update(
                person_key=staff.person_key
            )
        Assignment.objects.bulk_update(self.ended, [*DUTY, "to_at"], batch_size=500)
        taken = wanted - there
        Assignment.objects.bulk_create([duty for duty in self.new_duties if duty.staff.pk not in taken])
        return taken


def _unknown(sentence: Any, **facts: str) -> Warned:
    return Warned("UNKNOWN_VALUE", str(sentence) % facts)


def _put(staff: Staff, facts: PersonFacts) -> None:
    """Write who somebody is into the row, the numbers sealed."""
    for name in FACTS:
        setattr(staff, name, getattr(facts, name))
    staff.document = seal().close(DOCUMENT, facts.document) if facts.document else None
    staff.document_masked = mask_document(facts.document) if facts.document else ""
    staff.phone = seal().close(PHONE, facts.phone) if facts.phone else None
    staff.phone_masked = mask_phone(facts.phone) if facts.phone else ""
    staff.person_key = seal().index(DOCUMENT, facts.document) if facts.document else staff.pk.bytes


def _is_same(staff: Staff, facts: PersonFacts) -> bool:
    plain = {DOCUMENT: _opened(DOCUMENT, staff.document), PHONE: _opened(PHONE, staff.phone)}
    return all(getattr(staff, name) == getattr(facts, name) for name in FACTS) and plain == {
        DOCUMENT: facts.document,
        PHONE: facts.phone,
    }


def _opened(purpose: str, sealed: Sealed | None) -> str:
    return seal().open(purpose, sealed) if sealed else ""
