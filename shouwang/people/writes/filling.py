"""Fills empty areas with many residents at once: a demo county, a register taken over from another system.

Nothing is looked up, so the lines must be good, each person must come once, and lines of one home must follow each other.
The rows go through a temporary table, because a protected table takes no COPY from the application.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import Any

from django.db import connection, models, transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.audit.writes import record_event
from shouwang.lib import clocks
from shouwang.lib.sealed import Sealed, seal
from shouwang.people.models import Household, Person
from shouwang.people.rules.identities import read_identity
from shouwang.people.rules.residents import Resident
from shouwang.people.writes.households import StatisticsDays, first_columns
from shouwang.people.writes.identities import new_person
from shouwang.places import reads as places

PART = 20_000  # persons written together


def fill_residents(residents: Iterable[Resident], *, by: Actor) -> Iterator[int]:
    """Write the residents, part by part, each in a transaction of its own or the caller's; yields how many so far.

    A line that could not be read stops everything: Raises Refused as ``read_identity``.
    """
    by.check(Permission.EDIT_PEOPLE)
    days, units = StatisticsDays(), _Units()
    homes: list[Household] = []
    persons: list[Person] = []
    done = 0
    for _, lines in groupby(residents, key=lambda resident: resident.home):
        _add(list(lines), homes, persons, units, days)
        if len(persons) >= PART:
            done += _write(homes, persons, by)
            yield done
            homes, persons = [], []
    yield done + _write(homes, persons, by)


class _Units(dict[str, str]):
    """The unit that answers for an area, asked once."""

    def __missing__(self, area: str) -> str:
        self[area] = places.managing_units([area])[area]
        return self[area]


def _add(
    lines: list[Resident], homes: list[Household], persons: list[Person], units: _Units, days: StatisticsDays
) -> None:
    home = lines[0].home
    known = {home.area: home.unit or units[home.area]}
    household = Household(**first_columns(home, known, days))
    keyed, now = seal(), clocks.now()
    for line in lines:
        if line.person:
            told = replace(
                line.person,
                area=home.area,
                household_id=household.pk,
                stated=line.stated,
                address=line.person.address or home.address,
            )
            read = read_identity(told)
            index = keyed.index("phone", read.phone) if read.phone else None
            persons.append(new_person(read, keyed.index(*read.identity), index, known, now))
            household.listed += 1
    homes.append(household)


@transaction.atomic
def _write(homes: list[Household], persons: list[Person], by: Actor) -> int:
    _copy(Household, homes)
    _copy(Person, persons)
    record_event(by=by, action="people.fill_residents", area=by.area, count=len(persons))
    return len(persons)


def _copy(model: type[models.Model], rows: list[Any]) -> None:
    """Rows through a temporary table into a protected one."""
    table, fields = model._meta.db_table, model._meta.concrete_fields
    names = [field.attname for field in fields]
    columns = ", ".join(str(field.column) for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {table}_filling (LIKE {table})")
        with cursor.copy(f"COPY {table}_filling ({columns}) FROM STDIN") as out:
            for row in rows:
                out.write_row([_plain(getattr(row, name)) for name in names])
        cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {table}_filling")
        cursor.execute(f"DROP TABLE {table}_filling")


def _plain(value: Any) -> Any:
    """A value as COPY takes it."""
    if isinstance(value, Sealed):
        return value.content
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value
