"""What the database itself lets a resident see: the own rows, and nothing of anybody else; and nothing may be written."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection, transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.enforcement import own_models, own_rows, scope_of
from shouwang.accounts.scope import acting_as
from shouwang.accounts.scope import own_rows as reading_own_rows
from shouwang.quarantine import writes as quarantine
from shouwang.quarantine.tests.conftest import reading
from shouwang.residents import writes
from shouwang.residents.tests.conftest import Holder, holder

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(county: Actor) -> tuple[Holder, Holder]:
    """Two people of one village, both under observation, with readings and requests of both."""
    one, other = holder(county, 1), holder(county, 2)
    quarantine.record_readings([reading(1), reading(2)], by=county)
    for who in (one, other):
        writes.ask_help([writes.NewHelp(who.person, "errand", "rice")], by=county)
        writes.lodge_objections([writes.NewObjection(who.person, "alone at home")], by=county)
    return one, other


def scoped() -> list[Any]:
    return [model for model in own_models() if getattr(scope_of(model), "by", "") == "area" and model._meta.managed]


def count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def seen(table: str, column: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT {column}::text FROM {table}")
        return {value for (value,) in cursor.fetchall()}


def test_a_resident_sees_own_rows_and_nobody_elses(two: tuple[Holder, Holder]) -> None:
    one, other = two
    opened = writes.open_link(writes.index_of(one.code))
    assert opened is not None
    assert opened.is_live
    assert opened.persons == (one.person,)
    with reading_own_rows(opened.own):
        for model in scoped():
            names = {field.column for field in model._meta.concrete_fields}
            if "person_id" in names:
                assert seen(model._meta.db_table, "person_id") <= {str(one.person)}, model._meta.label
        assert seen("people_person", "id") == {str(one.person)}
        assert seen("quarantine_observation", "id") == {str(one.observation)}
        assert seen("quarantine_reading", "observation_id") == {str(one.observation)}
        assert seen("duty_team", "observed_id") == {str(one.observation)}
        assert count("duty_teammember") > 0
        assert str(other.person) not in seen("audit_auditevent", "subject")
        assert seen("audit_auditevent", "subject") == {str(one.person)}


def test_a_table_that_says_nothing_of_residents_shows_them_nothing(two: tuple[Holder, Holder]) -> None:
    silent = [model for model in scoped() if not own_rows(model)]
    assert len(silent) > 5
    with reading_own_rows([two[0].person]):
        assert {model._meta.label: n for model in silent if (n := count(model._meta.db_table))} == {}


def test_what_names_somebody_and_has_no_scope_is_closed(two: tuple[Holder, Holder]) -> None:
    with reading_own_rows([two[0].person]):
        for table in ("accounts_user", "accounts_apitoken", "residents_trycount", "django_session"):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                count(table)


def test_a_resident_writes_nothing_anywhere(two: tuple[Holder, Holder]) -> None:
    with reading_own_rows([two[0].person]), connection.cursor() as cursor:
        for model in own_models():
            cursor.execute(
                "SELECT " + ", ".join(f"has_table_privilege(current_user, %s, '{right}')" for right in ("INSERT", "UPDATE", "DELETE", "TRUNCATE")),
                [model._meta.db_table] * 4,
            )
            assert cursor.fetchone() == (False,) * 4, model._meta.label


def test_without_ids_there_is_nothing(two: tuple[Holder, Holder]) -> None:
    for ids in ([], [uuid4()]):
        with reading_own_rows(ids):
            assert {model._meta.label: n for model in scoped() if (n := count(model._meta.db_table))} == {}


def test_the_role_is_left_again(two: tuple[Holder, Holder], county: Actor) -> None:
    before = count("people_person")
    with reading_own_rows([two[0].person]):
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            assert cursor.fetchone() == ("shouwang_resident",)
        with acting_as(county):
            assert count("people_person") == before
        assert count("people_person") == 1
    assert count("people_person") == before
    with pytest.raises(ZeroDivisionError), reading_own_rows([two[0].person]):
        raise ZeroDivisionError
    assert count("people_person") == before


def test_the_application_itself_gains_nothing_from_the_role(two: tuple[Holder, Holder], county: Actor) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL app.lo = ''; SET LOCAL app.hi = ''; SET LOCAL app.own = %s", [str(two[0].person)])
        cursor.execute("SELECT count(*) FROM people_person")
        assert cursor.fetchone() == (0,)


def test_a_link_is_found_only_by_who_shows_it(two: tuple[Holder, Holder]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL app.lo = ''; SET LOCAL app.hi = ''")
        assert count("residents_link") == 0
        cursor.execute("SET LOCAL app.shown = %s", [writes.index_of(two[1].code).hex()])
        assert seen("residents_link", "person_id") == {str(two[1].person)}
