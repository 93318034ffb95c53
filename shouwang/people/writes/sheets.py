"""Lines of the resident summary sheet: placed, then registered; a whole file can be taken back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError, Q

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.audit.writes import record_event
from shouwang.lib.verdicts import ACCEPTED, WITH_WARNINGS, Verdict, refused
from shouwang.people.models import Household, Person, Suspicion
from shouwang.people.reads.locating import Located, Where, locate
from shouwang.people.rules.residents import Resident
from shouwang.people.writes.listed import count_listed
from shouwang.people.writes.residents import judge_residents, record_residents

PART = 500


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One line: what it says of home and person, and where that is (the home's own area is not looked at)."""

    told: Resident
    where: Where


@transaction.atomic
def record_sheet(lines: Sequence[SheetLine], *, by: Actor) -> list[Verdict]:
    """Register the lines of a sheet as ``record_residents`` does, once it is known where they belong."""
    return _placed(lines, by, lambda residents: record_residents(residents, by=by))


def judge_sheet(lines: Sequence[SheetLine], *, by: Actor) -> list[Verdict]:
    """What ``record_sheet`` would answer, without writing."""
    return _placed(lines, by, lambda residents: judge_residents(residents, by=by))


@transaction.atomic
def undo_import(import_id: UUID, *, by: Actor) -> int:
    """Take back the persons and households that a file brought, unless something was recorded of them since.

    How many were taken back. Facts of persons known before the file stay as the file left them.
    """
    by.check(Permission.EDIT_PEOPLE)
    persons = list(Person.objects.filter(import_id=import_id))
    homes = [person.household_id for person in persons]
    gone = sum(_remove(person) for person in persons)
    count_listed(homes)
    empty = Household.objects.filter(import_id=import_id, persons__isnull=True)
    gone += empty.delete()[0]
    record_event(by=by, action="people.undo_import", area=by.area, count=gone, subject=import_id)
    return gone


def _placed(lines: Sequence[SheetLine], by: Actor, work: Callable[[list[Resident]], list[Verdict]]) -> list[Verdict]:
    found = locate([line.where for line in lines], by=by)
    good = [(line, place) for line, place in zip(lines, found, strict=True) if place.refusal is None]
    answers = iter(work([replace(line.told, home=replace(line.told.home, area=place.area)) for line, place in good]))
    return [refused(place.refusal) if place.refusal else _warned(next(answers), place) for place in found]


def _warned(verdict: Verdict, place: Located) -> Verdict:
    """The verdict with what was to be said about the place."""
    warnings = (*verdict.warnings, *place.warnings)
    outcome = WITH_WARNINGS if warnings and verdict.outcome == ACCEPTED else verdict.outcome
    return replace(verdict, outcome=outcome, warnings=warnings)


def _remove(person: Person) -> int:
    """Delete somebody of whom nothing else is recorded; one or none."""
    try:
        with transaction.atomic():
            Suspicion.objects.filter(Q(one=person) | Q(other=person), decision="").delete()
            person.delete()
    except ProtectedError:
        return 0
    return 1
