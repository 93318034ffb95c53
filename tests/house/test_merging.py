"""Merging moves every child: no table that names a person or a household is forgotten, and two of one are byte for byte what they were."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from threading import Barrier, Thread
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection, connections, models

from shouwang.accounts.actors import Actor, system
from shouwang.accounts.enforcement import own_models, references
from shouwang.accounts.scope import acting_as
from shouwang.arrivals.models import Arrival
from shouwang.ledger.recounts import recount
from shouwang.lib import clocks
from shouwang.lib.ids import uuid7
from shouwang.lib.refusals import Refused
from shouwang.lib.sealed import SealedText, seal
from shouwang.people import writes as people
from shouwang.people.choices import SET_ASIDE, Decision
from shouwang.people.models import Household, Person, Suspicion
from shouwang.people.writes import Home, Identity
from shouwang.people.writes.collisions import meaning, rules_of
from shouwang.places.reads import path_of
from shouwang.quarantine import writes as quarantine
from shouwang.quarantine.models import Document, FeverSign, Observation, Reading
from shouwang.reports import reads as reports

MERGED = (Person, Household)
NAMES = {"person": "people.Person", "household": "people.Household", "resident": "people.Person"}
# Columns that look like a person or a household and are none, or are not to move: with the reason.
OTHERWISE = {
    "duty.Staff.person_key": "a keyed index of the document of somebody who works, not of a registered person",
    "duty.Assignment.person_key": "the same",
    "people.NameVariant.person": "who stays gets the names as well",
    "people.Suspicion.one": "questions are asked of the one who stays",
    "people.Suspicion.other": "the same",
    "people.HouseholdMerge.gone": "says what was decided",
    "people.HouseholdMerge.kept": "the same",
    "people.HomesSuspicion.one": "questions are asked of the one that stays",
    "people.HomesSuspicion.other": "the same",
    "people.HouseholdChange.household": "says what each household added to a count, the one that is gone too",
    "quarantine.DueSlot.person": "a view",
}


# ---- the walk over the models
def suspects() -> Iterator[tuple[str, str]]:
    """Every column that may name a person or a household, by what it points to or by how it is called."""
    for model in own_models():
        for field in model._meta.concrete_fields:
            target = field.related_model._meta.label if field.related_model else ""
            stem = field.name.removesuffix("_id").removesuffix("_key").rpartition("_")[2]
            if target in NAMES.values() or (isinstance(field, models.UUIDField) and stem in NAMES) or field.name.startswith("person"):
                yield f"{model._meta.label}.{field.name}", target or NAMES.get(stem, "people.Person")


def test_every_column_that_names_a_person_or_a_household_is_moved_or_says_why_not() -> None:
    moved = {f"{model._meta.label}.{name}" for target in MERGED for model, name in references(target)}
    forgotten = [name for name, _target in suspects() if name not in moved and name not in OTHERWISE]
    assert not forgotten, f"merging forgets {forgotten}: make it a key, or declare it in `refers` of its model"


def test_no_reason_is_kept_for_a_column_that_is_gone() -> None:
    assert not OTHERWISE.keys() - {name for name, _target in suspects()}


@pytest.mark.django_db
def test_the_database_knows_the_same_columns() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT target, relation, part FROM enforced_references()")
        told = set(cursor.fetchall())
    assert told == {
        (target._meta.db_table, model._meta.db_table, model._meta.get_field(name).column) for target in MERGED for model, name in references(target)
    }


def test_every_collision_has_a_sentence_or_a_rule() -> None:
    silent = [rule.name for target in MERGED for rule in rules_of(target) if meaning(rule.name) is None]
    assert not silent, f"say in choices.ONE_EACH of the feature what it means when two who become one collide in {silent}"


# ---- a row in every table, moved there and back
ANYTHING: dict[type[models.Field], Any] = {
    models.CharField: "x", models.TextField: "x", models.BooleanField: False, models.IntegerField: 1, models.BigIntegerField: 1,
    models.SmallIntegerField: 1, models.PositiveSmallIntegerField: 1, models.DecimalField: Decimal(1), models.JSONField: {},
}  # fmt: skip


def anything(field: Any, area: str) -> Any:
    """Some value that a column takes."""
    if field.name == "area":
        return area
    if field.choices:
        return field.choices[0][0]
    if field.has_default():
        return field.get_default()
    if isinstance(field, models.DateTimeField):
        return clocks.now()
    if isinstance(field, models.DateField):
        return clocks.today()
    if isinstance(field, SealedText):
        return seal().close(field.name, "x")
    if isinstance(field, models.ForeignKey):
        field = field.target_field
    if isinstance(field, models.UUIDField):
        return uuid7()
    return next((value for kind, value in ANYTHING.items() if isinstance(field, kind)), b"x" * 16)


def a_row(model: type[models.Model], column: str, key: UUID, area: str) -> models.Model:
    """A row of a table that names somebody; everything else is made up."""
    values = {}
    for field in model._meta.concrete_fields:
        automatic = field.primary_key and isinstance(field, models.AutoField | models.BigAutoField)
        if field.name == column:
            values[field.attname] = key
        elif not automatic and not field.null and field.db_default is models.NOT_PROVIDED:
            values[field.attname] = anything(field, area)
    return model(**values)


def make_rows(target: type[models.Model], key: UUID, area: str) -> dict[str, Any]:
    """A row in every table that names a ``target``, whatever else it says; by table and column, its id."""
    made = {}
    for model, column in references(target):
        forget_rules(model._meta.db_table)
        row = a_row(model, column, key, area)
        row.save(using="owner", force_insert=True)
        made[f"{model._meta.label}.{column}"] = row.pk
    return made


def forget_rules(table: str) -> None:
    """Other keys and checks of a table are not looked at in this test's own database, so that made-up rows fit in."""
    with connections["owner"].cursor() as owner:
        owner.execute("SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype IN ('c', 'f')", [table])
        for (name,) in owner.fetchall():
            owner.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')


def holders(target: type[models.Model], made: dict[str, Any]) -> dict[str, Any]:
    return {name: apps.get_model(name.rpartition(".")[0]).objects.values_list(name.rpartition(".")[2], flat=True).get(pk=pk) for name, pk in made.items()}


def two_persons(by: Actor, area: str) -> tuple[UUID, UUID]:
    told = [Identity(full_name="张样三", area=area, phone=phone, no_document_reason="无") for phone in ("16900009001", "16900009002")]
    kept, gone = (people.identify([one], by=by)[0].person_id for one in told)
    assert kept
    assert gone
    return kept, gone


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_every_table_lets_go_of_a_person_and_gets_it_back() -> None:
    area = "001001001001001"
    with acting_as(system()) as by:
        kept, gone = two_persons(by, area)
    made = make_rows(Person, gone, area)
    with acting_as(system()) as by:
        question = people.suspect(kept, gone, by=by).pk
        people.decide_suspicion(question, Decision.SAME, by=by)
        assert {name: key for name, key in holders(Person, made).items() if key != kept} == {}
        people.take_back(question, reason="两人", by=by)
        assert {name: key for name, key in holders(Person, made).items() if key != gone} == {}


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_every_table_lets_go_of_a_household_and_gets_it_back() -> None:
    area = "001001001001001"
    with acting_as(system()) as by:
        kept, gone = (verdict.id for verdict in people.record_households([Home(area=area, door="1"), Home(area=area, door="2")], by=by))
    assert kept
    assert gone
    made = make_rows(Household, gone, area)
    with acting_as(system()) as by:
        merge = people.merge_households(kept, gone, reason="同一户", by=by).pk
        assert {name: key for name, key in holders(Household, made).items() if key != kept} == {}
        people.part_households(merge, reason="两户", by=by)
        assert {name: key for name, key in holders(Household, made).items() if key != gone} == {}


# ---- the demo county
LOGS = {"audit_auditevent", "ledger_history"}  # they only grow: what was done and undone stays written down


def everything() -> dict[str, list[str]]:
    """Every row of every table of the product as text, but for the logs."""
    tables = [model._meta.db_table for model in own_models() if model._meta.managed and model._meta.db_table not in LOGS]
    with connections["owner"].cursor() as owner:
        found = {}
        for table in tables:
            owner.execute(f"SELECT md5(held::text), held::text FROM {table} AS held ORDER BY 2")
            found[table] = [text for _sum, text in owner.fetchall()]
    return found


def figures() -> list[Any]:
    day = reports.day_of(clocks.today(), path_of("411621") or "")
    from shouwang.ledger.subjects import Subject

    return [reports.live_values(Subject(area=path_of("411621") or ""), day), list(recount())]


@pytest.fixture
def pair(demo: None) -> tuple[UUID, UUID]:
    """Somebody under observation with a fever, and somebody whose observation has ended, with a fever of the same day."""
    with acting_as(system()) as by:
        checked = Observation.objects.filter(readings__isnull=False).order_by("pk").distinct()
        signs = FeverSign.objects.filter(live=True).order_by("received")
        open_one = checked.filter(person__in=signs.values("person"), ended_at__isnull=True).first()
        assert open_one
        returned = Arrival.objects.filter(live=True)
        same_day = returned.filter(arrived_on__in=returned.filter(person=open_one.person_id).values("arrived_on"))
        ended = checked.exclude(person__in=signs.values("person")).exclude(person__in=same_day.values("person")).first()
        assert ended
        assert quarantine.end_early([quarantine.Decided(observation_id=ended.pk, reason="排除", kind="ended_early")], by=by)[0].taken
        sign = signs.filter(person=open_one.person_id).first()
        assert sign
        fever = quarantine.NewFever(
            person_id=ended.person_id, area=ended.area, happened_at=sign.happened_at - timedelta(minutes=5), temperature_c=Decimal("38.0"), source="clinic",
        )  # fmt: skip
        quarantine.record_fevers([fever], by=by)
        Person.objects.filter(pk=ended.person_id).update(document_kind="", document=None, document_masked="")
        return open_one.person_id, ended.person_id


@pytest.mark.django_db(databases=["default", "owner"])
def test_a_person_merged_and_unmerged_is_byte_for_byte_what_it_was(pair: tuple[UUID, UUID]) -> None:
    kept, gone = pair
    with acting_as(system()) as by:
        question = people.suspect(kept, gone, by=by).pk
    before, counted = everything(), None
    with acting_as(system()):
        counted = figures()
    with acting_as(system()) as by:
        people.decide_suspicion(question, Decision.SAME, reason="同一人", by=by)
    merged = everything()
    changed = {table for table in before if before[table] != merged[table]}
    assert {"people_person", "quarantine_observation", "quarantine_reading", "quarantine_event", "arrivals_arrival", "ledger_tallymark"} <= changed
    with acting_as(system()):
        values, differences = figures()
        assert differences == []
        assert values["fever_persons"] != counted[0]["fever_persons"]  # one person with a fever where there were two
        assert Observation.objects.filter(person=gone).count() == 0
    with acting_as(system()) as by:
        people.take_back(question, reason="两人", by=by)
    after = everything()
    assert {table: (set(before[table]) ^ set(after[table])) for table in before if before[table] != after[table]} == {}
    with acting_as(system()):
        assert figures() == counted


@pytest.mark.django_db(databases=["default", "owner"])
def test_what_is_recorded_after_a_merge_goes_home_with_what_it_is_about(pair: tuple[UUID, UUID]) -> None:
    stays, under_observation = pair[1], pair[0]
    with acting_as(system()) as by:
        Person.objects.filter(pk=under_observation).update(document_kind="", document=None, document_masked="")
        Person.objects.filter(pk=stays).update(document_kind="resident_id")
        question = people.suspect(stays, under_observation, by=by).pk
        assert people.decide_suspicion(question, Decision.SAME, by=by).pk == stays
        observation = Observation.objects.get(person=stays, ended_at__isnull=True)
        reading = quarantine.NewReading(observation_id=observation.pk, slot_date=clocks.today(), slot="pm", written=Decimal("36.6"), happened_at=clocks.now())
        verdict = quarantine.record_readings([reading], by=by)[0]
        assert verdict.taken
        assert Reading.objects.get(pk=verdict.id).person_id == stays
        assert list(recount()) == []  # the fever seen first that day counts, whoever gave way
        people.take_back(question, reason="两人", by=by)
        assert Reading.objects.get(pk=verdict.id).person_id == under_observation
        assert list(recount()) == []


@pytest.mark.django_db(databases=["default", "owner"])
def test_two_open_observations_are_refused_with_a_sentence_before_anything_changes(demo: None) -> None:
    with acting_as(system()) as by:
        one, other = Observation.objects.filter(ended_at__isnull=True).order_by("pk").values_list("person", flat=True)[:2]
        Person.objects.filter(pk=other).update(document_kind="")
        question = people.suspect(one, other, by=by).pk
    before = everything()
    with acting_as(system()) as by, pytest.raises(Refused) as refusal:
        people.decide_suspicion(question, Decision.SAME, by=by)
    assert refusal.value.code == "MERGE_CONFLICT"
    assert "observation" in str(refusal.value) or "观察" in str(refusal.value)
    assert everything() == before


@pytest.mark.django_db(databases=["default", "owner"])
def test_the_same_paper_of_one_day_counts_once_until_it_is_taken_back(pair: tuple[UUID, UUID]) -> None:
    kept, gone = pair
    assert meaning("document_once_a_day") is SET_ASIDE
    with acting_as(system()) as by:
        papers = [quarantine.NewDocument(person_id=person, kind="pledge", happened_at=clocks.now()) for person in pair]
        assert all(verdict.taken for verdict in quarantine.hand_out(papers, by=by))
        question = people.suspect(kept, gone, by=by).pk
    before = everything()
    with acting_as(system()) as by:
        people.decide_suspicion(question, Decision.SAME, by=by)
        assert Document.objects.filter(person=kept, kind="pledge", day=clocks.stat_day(clocks.now())).count() == 2
        assert Document.objects.filter(person=kept, kind="pledge", day=clocks.stat_day(clocks.now()), live=True).count() == 1
        assert list(recount()) == []
        people.take_back(question, reason="两人", by=by)
    assert {table: set(before[table]) ^ set(rows) for table, rows in everything().items() if rows != before[table]} == {}


@pytest.mark.django_db(databases=["default", "owner"])
def test_what_a_merge_left_behind_follows_at_night(pair: tuple[UUID, UUID]) -> None:
    kept, gone = pair
    with acting_as(system()) as by:
        question = people.suspect(kept, gone, by=by).pk
        people.decide_suspicion(question, Decision.SAME, by=by)
        sign = FeverSign.objects.filter(person=kept).first()
        assert sign
    with connections["owner"].cursor() as owner:  # as if it had been written a moment before
        owner.execute("UPDATE quarantine_feversign SET person_id = %s WHERE id = %s", [gone, sign.pk])
    with acting_as(system()) as by:
        assert people.follow_merged(by=by) == 1
        assert FeverSign.objects.get(pk=sign.pk).person_id == kept
        assert people.follow_merged(by=by) == 0
        assert list(recount()) == []


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_two_people_deciding_at_once_merge_once() -> None:
    area = "001001001001001"
    with acting_as(system()) as by:
        kept, gone = two_persons(by, area)
        question = people.suspect(kept, gone, by=by).pk
    start, answers = Barrier(2), []

    def decide() -> None:
        try:
            with acting_as(system()) as by:
                start.wait(timeout=10)
                people.decide_suspicion(question, Decision.SAME, by=by)
                answers.append("merged")
        except Refused as refusal:
            answers.append(refusal.code)
        finally:
            connections.close_all()

    hands = [Thread(target=decide) for _ in range(2)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join(timeout=30)
    assert sorted(answers) == ["DECIDED_ALREADY", "merged"]
    with acting_as(system()):
        assert Person.objects.get(pk=gone).merged_into_id == kept
        assert Suspicion.objects.get(pk=question).decision == Decision.SAME
