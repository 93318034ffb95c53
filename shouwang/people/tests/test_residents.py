"""A line of the resident summary sheet: a home and somebody in it."""

from typing import Any

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from shouwang.accounts.actors import Actor
from shouwang.lib.verdicts import Verdict
from shouwang.people import writes
from shouwang.people.models import Household, Person, ResidentCount
from shouwang.people.rules.households import Home
from shouwang.people.rules.residents import Resident

from .conftest import GRID, VILLAGE, told


def line(
    n: int = 1, *, door: str = "0101", home: dict[str, Any] | None = None, person: Any = "", **facts: Any
) -> Resident:
    told_home = Home(**{"area": VILLAGE, "compound": "样小区", "door": door, **(home or {})})
    return Resident(home=told_home, person=told(n=n, area="") if person == "" else person, **facts)


def record(by: Actor, *lines: Resident) -> list[Verdict]:
    return writes.record_residents(lines, by=by)


def summary(verdicts: list[Verdict]) -> list[tuple[str, str]]:
    return [(verdict.outcome, verdict.code) for verdict in verdicts]


def test_a_family_of_three_lines_is_one_household_with_three_persons(town: Actor) -> None:
    verdicts = record(
        town, *(line(n, relation_to_head=relation) for n, relation in enumerate(["户主", "妻", "子"], start=1))
    )
    assert [verdict.outcome for verdict in verdicts] == ["accepted"] * 3
    assert Household.objects.get().listed == 3
    assert {person.relation_to_head for person in Person.objects.all()} == {"户主", "妻", "子"}
    assert {person.area for person in Person.objects.all()} == {VILLAGE}


def test_the_same_sheet_again_changes_nothing(town: Actor) -> None:
    sheet = [line(n, relation_to_head="户主", groups=("重点人员",), present=True) for n in range(1, 4)]
    record(town, *sheet)
    before = list(Person.objects.order_by("pk").values())
    assert summary(record(town, *sheet)) == [("duplicate", "DUPLICATE_EXACT")] * 3
    assert list(Person.objects.order_by("pk").values()) == before


def test_what_changed_is_taken_over_and_named(town: Actor) -> None:
    record(town, line(present=True))
    verdict = record(town, line(present=False, away_place="广东省深圳市"))[0]
    assert (verdict.outcome, verdict.code, verdict.facts["changed"]) == (
        "duplicate",
        "DUPLICATE_PERSON",
        ["away_place", "present"],
    )
    assert Person.objects.get().away_place == "广东省深圳市"


def test_who_moves_house_leaves_the_old_household(town: Actor) -> None:
    record(town, line(1), line(2))
    record(town, line(1, door="0202", home={"area": GRID}))
    assert dict(Household.objects.values_list("door", "listed")) == {"0101": 1, "0202": 1}
    assert set(Person.objects.values_list("area", flat=True)) == {VILLAGE, GRID}


def test_a_line_without_a_person_tells_of_the_home(town: Actor) -> None:
    homes = [
        line(person=None, door=f"{n:04}", home={"code": f"WC-H-{n:04}", "members": 3, "head_name": "户主"})
        for n in range(1, 4)
    ]
    assert summary(record(town, *homes)) == [("accepted", "")] * 3
    assert summary(record(town, *homes)) == [("duplicate", "DUPLICATE_EXACT")] * 3
    assert Household.objects.count() == 3
    assert not Person.objects.exists()


def test_a_line_without_a_name_that_tells_nothing_of_the_home_is_refused(town: Actor) -> None:
    assert summary(record(town, line(person=None))) == [("refused", "NAME_MISSING")]


def test_a_refused_line_leaves_no_trace_of_its_home(town: Actor) -> None:
    bad = line(person=told(document="511725199001010012", area=""), door="0909")
    verdicts = record(town, bad, line(1), line(2))
    assert summary(verdicts) == [("refused", "ID_CHECK_DIGIT"), ("accepted", ""), ("accepted", "")]
    assert [household.door for household in Household.objects.all()] == ["0101"]


def test_a_home_that_a_refused_line_names_first_is_made_by_the_next(town: Actor) -> None:
    record(town, line(person=told(full_name="", area="")), line(1), line(2))
    assert Household.objects.get().listed == 2


def test_a_person_without_any_home_is_refused(town: Actor) -> None:
    assert summary(record(town, line(door="", home={"compound": ""}))) == [("refused", "HOUSEHOLD_UNKNOWN")]


def test_judging_says_the_same_and_writes_nothing(town: Actor) -> None:
    record(town, line(1))
    sheet = [
        line(1),
        line(2),
        line(2),
        line(3, person=told(document="1", area="")),
        line(person=None),
        line(4, door=""),
    ]
    judged = writes.judge_residents(sheet, by=town)
    assert (Person.objects.count(), Household.objects.count()) == (1, 1)
    assert summary(judged) == summary(record(town, *sheet))


def test_the_number_of_queries_does_not_grow_with_the_batch(town: Actor) -> None:
    def queries(first: int, size: int, **facts: Any) -> int:
        with CaptureQueriesContext(connection) as context:
            record(town, *(line(n, door=str(n), **facts) for n in range(first, first + size)))
        return len(context)

    queries(0, 1)  # reads the rules in force, once for the scope
    assert queries(1, 1) == queries(100, 300)
    assert queries(1, 1, doses=2) == queries(100, 100, doses=2)


def test_filling_writes_what_recording_would_have_written(town: Actor) -> None:
    def register() -> list[Any]:
        ours = ("id", "household_id", "import_id", "created_at", "updated_at", "document", "phone")
        homes = [{k: v for k, v in row.items() if k not in ours} for row in Household.objects.order_by("door").values()]
        persons = [
            {k: v for k, v in row.items() if k not in ours}
            for row in Person.objects.order_by("full_name", "identity_index").values()
        ]
        return [homes, persons, list(ResidentCount.objects.values("area", "households", "residents"))]

    lines = [line(n, door=f"{n // 3:04}", relation_to_head="户主", groups=("重点人员",)) for n in range(30)]
    with transaction.atomic():
        record(town, *lines)
        recorded = register()
        transaction.set_rollback(True)
    assert not Person.objects.exists()
    assert list(writes.fill_residents(lines, by=town)) == [30]
    assert register() == recorded
