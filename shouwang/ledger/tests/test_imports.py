"""A file on its way into the records: verdicts, taking back, strangers."""

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from shouwang.accounts.actors import Actor
from shouwang.accounts.scope import acting_as
from shouwang.audit.models import AuditEvent
from shouwang.ledger import imports
from shouwang.ledger.choices import State
from shouwang.ledger.imports import committing, importer, judging, reads, work
from shouwang.ledger.imports import rows as stored
from shouwang.ledger.models import ImportFile, ImportRow
from shouwang.ledger.tests import toys
from shouwang.ledger.tests.files import DATED, WRONG, committed, file, judged, outcomes, receive, refused
from shouwang.ledger.tests.toys import TOWN, line, number, sheet


def test_one_bad_row_among_five_is_refused_with_its_reason(town: Actor) -> None:
    import_id = judged(sheet([line(1), line(2, id_number=WRONG), line(3), line(4), line(5)]), town)
    assert [outcome for _row, outcome, _code in outcomes(import_id)] == [
        "accepted",
        "refused",
        "accepted",
        "accepted",
        "accepted",
    ]
    assert outcomes(import_id)[1] == (3, "refused", "ID_CHECK_DIGIT")
    assert stored.opened(ImportRow.objects.get(row=3))[1].reason
    assert reads.counts(file(import_id)) == {
        "data_rows": 5,
        "accepted": 4,
        "accepted_with_warnings": 0,
        "refused": 1,
        "duplicates": 0,
    }


def test_judging_records_nothing_and_committing_records_what_was_not_refused(town: Actor) -> None:
    import_id = judged(sheet([line(1), line(2, id_number=WRONG), line(3)]), town)
    assert toys.recorded() == 0
    imports.order_commit(import_id, by=town)
    imports.commit_file(import_id, by=town)
    assert toys.recorded() == 2
    assert file(import_id).state == State.COMMITTED
    assert ImportRow.objects.get(number=1).record_id


def test_warnings_of_engine_and_feature_stand_together_once_a_code(town: Actor) -> None:
    import_id = judged(DATED + sheet([line(1, arrived_on="1月20日", phone="")]), town)
    _parsed, verdict = stored.opened(ImportRow.objects.get(file_id=import_id))
    assert verdict.outcome == "accepted_with_warnings"
    assert [warned.code for warned in verdict.warnings] == ["YEAR_ASSUMED", "PHONE_MISSING"]


def test_values_come_back_from_the_store_as_they_were_parsed(town: Actor) -> None:
    import_id = judged(sheet([line(1, temperature_c="36.5")]), town)
    table = committing.find("toy_register")
    from shouwang.ledger.exchange.reading import read

    expected = read(table.ledger, sheet([line(1, temperature_c="36.5")]), "x.csv").rows[0].values
    assert stored.parsed(ImportRow.objects.get(file_id=import_id)).values == expected


def test_what_rows_say_is_nowhere_in_the_clear(town: Actor) -> None:
    judged(sheet([line(1), line(2, id_number=WRONG)]), town)
    kept = repr(list(ImportRow.objects.values())) + repr(list(ImportFile.objects.values()))
    assert "李样" not in kept
    assert number(1) not in kept
    assert WRONG not in kept


def test_a_row_that_is_repeated_in_the_file_points_to_the_first(town: Actor) -> None:
    import_id = judged(sheet([line(1), line(2), [3, *line(1)[1:]]]), town)
    assert outcomes(import_id)[2] == (4, "duplicate", "DUPLICATE_EXACT")
    assert ImportRow.objects.get(number=3).of_row == 2


def test_the_same_person_further_down_points_to_the_row_above(town: Actor) -> None:
    import_id = committed(sheet([line(1), line(2), line(1, remark="又一次")]), town)
    assert outcomes(import_id)[2] == (4, "duplicate", "DUPLICATE_PERSON")
    assert ImportRow.objects.get(number=3).of_row == 2


def test_rows_about_one_person_are_judged_together_in_a_long_file(town: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "PART", 3)
    import_id = judged(sheet([*(line(n) for n in range(1, 9)), line(1, remark="又一次")]), town)
    assert outcomes(import_id)[-1] == (10, "duplicate", "DUPLICATE_PERSON")
    assert len(outcomes(import_id)) == 9


def test_the_same_file_twice_changes_nothing(town: Actor) -> None:
    content = sheet([line(n) for n in range(1, 6)])
    first, second = committed(content, town), committed(content, town)
    assert toys.recorded() == 5
    assert {outcome for _row, outcome, _code in outcomes(second)} == {"duplicate"}
    assert [twin.pk for twin in reads.twins(file(second))] == [first]


def test_undoing_the_second_leaves_what_the_first_brought(town: Actor) -> None:
    content = sheet([line(n) for n in range(1, 6)])
    first, second = committed(content, town), committed(content, town)
    for import_id, left in ((second, 5), (first, 0)):
        imports.order_undo(import_id, by=town)
        imports.undo_import(import_id, by=town)
        assert toys.recorded() == left
        assert file(import_id).state == State.UNDONE


def test_a_file_of_which_nothing_is_recorded_is_put_aside(town: Actor) -> None:
    import_id = judged(sheet([line(1)]), town)
    imports.order_undo(import_id, by=town)
    imports.undo_import(import_id, by=town)
    assert file(import_id).state == State.UNDONE
    with refused("not_now"):
        imports.order_commit(import_id, by=town)


def test_a_ledger_that_cannot_be_taken_back_says_so(town: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    import_id = committed(sheet([line(1)]), town)
    monkeypatch.setitem(
        importer._importers,
        "toy_register",
        importer.Importer(toys.SHEET, "Toys", toys.TOY.permission, toys.judge, toys.record),
    )
    with refused("cannot_undo"):
        imports.order_undo(import_id, by=town)


def test_a_file_that_cannot_be_read_says_why(town: Actor) -> None:
    import_id = receive(b"%PDF-1.4 no table", town)
    imports.judge_file(import_id, by=town)
    assert (file(import_id).state, file(import_id).code) == (State.FAILED, "FILE_NOT_WORKBOOK")
    assert file(import_id).reason


def test_a_file_without_the_table_names_the_columns_it_needs(town: Actor) -> None:
    import_id = receive(sheet([["1", "2", "3"]], ("甲", "乙", "丙")), town)
    imports.judge_file(import_id, by=town)
    assert file(import_id).code == "HEADER_NOT_FOUND"
    assert "返乡日期" in file(import_id).reason


def test_who_may_not_import_is_refused(town: Actor) -> None:
    content = sheet([line(1)])
    with refused("not_permitted"):
        receive(content, toys.officer(role="volunteer"))
    with refused("not_permitted"):
        imports.receive_file(
            ledger="toy_register", filename="x.csv", content=content, area=TOWN, by=toys.officer(role="operator")
        )
    with refused("out_of_area"):
        imports.receive_file(ledger="toy_register", filename="x.csv", content=content, area=toys.OTHER_TOWN, by=town)
    with refused("unknown_ledger"):
        receive(content, town, "no_such")


def test_a_stranger_finds_nothing_of_it(town: Actor) -> None:
    import_id = committed(sheet([line(1)]), town)
    with acting_as(toys.officer(toys.OTHER_TOWN)) as stranger:
        assert (ImportFile.objects.count(), ImportRow.objects.count()) == (0, 0)
        for work_on in (imports.order_commit, imports.order_undo):
            with refused("not_found"):
                work_on(import_id, by=stranger)
        with refused("not_found"):
            imports.mend_row(import_id, 1, {"full_name": "王样"}, by=stranger)


def test_every_step_leaves_an_event_without_personal_data(town: Actor) -> None:
    import_id = judged(sheet([line(1), line(2, id_number=WRONG)]), town)
    imports.open_row(import_id, 2, by=town)
    imports.mend_row(import_id, 2, {"id_number": number(2)}, by=town)
    imports.order_commit(import_id, by=town)
    imports.commit_file(import_id, by=town)
    imports.order_undo(import_id, by=town)
    imports.undo_import(import_id, by=town)
    events = AuditEvent.objects.filter(subject=str(import_id)).order_by("id")
    assert [event.action.removeprefix("ledger.") for event in events] == [
        "receive_file", "judge_file", "open_row", "mend_row", "order_commit", "commit_file", "order_undo",
        "undo_import",
    ]  # fmt: skip
    assert number(2) not in repr([event.detail for event in events])


def test_the_number_of_queries_does_not_grow_with_the_rows(town: Actor) -> None:
    few, many = (
        judged(sheet([line(n) for n in range(start, start + count)]), town) for start, count in ((1, 1), (100, 30))
    )
    for import_id in (few, many):
        imports.order_commit(import_id, by=town)
    with _counted() as first:
        imports.commit_file(few, by=town)
    with _counted() as second:
        imports.commit_file(many, by=town)
    assert len(first) == len(second)


def _counted() -> Any:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    return CaptureQueriesContext(connection)


def test_run_import_answers_with_the_report(town: Actor, tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    path.write_bytes(sheet([line(1), line(2, id_number=WRONG), line(3, phone="")]))
    dry = imports.run_import("toy_register", path, TOWN, by=town, dry_run=True)
    assert toys.recorded() == ImportFile.objects.count() == 0
    done = imports.run_import("toy_register", path, TOWN, by=town)
    assert dry == done
    assert done["counts"] == {"data_rows": 3, "accepted": 1, "accepted_with_warnings": 1, "refused": 1, "duplicates": 0}
    assert done["sheets"][0]["header_rows"] == [1]
    assert done["verdicts"][1]["code"] == "ID_CHECK_DIGIT"
    assert done["verdicts"][0]["values"]["full_name"] == "李样1"
    assert toys.recorded() == 2
    again = imports.run_import("toy_register", path, TOWN, by=town)
    assert again["counts"]["duplicates"] == 2


def test_the_sheets_own_date_is_when_the_rows_were_true(town: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Any] = []

    def listening(rows: list[Any], context: importer.Context) -> list[Any]:
        told.append(context.as_of)
        return toys.judge(rows, context)

    monkeypatch.setitem(
        importer._importers,
        "toy_register",
        importer.Importer(toys.SHEET, "Toys", toys.TOY.permission, listening, toys.record),
    )
    judged(DATED + sheet([line(1)]), town)
    assert told[0].isoformat() == "2020-01-25T18:00:00+08:00"


def test_the_worker_goes_on_with_whatever_waits(town: Actor) -> None:
    import_id = receive(sheet([line(1), line(2)]), town, at_once=True)
    assert work.unfinished() == [import_id]
    work.go_on(import_id)
    assert file(import_id).state == State.COMMITTED
    assert toys.recorded() == 2
    assert work.unfinished() == []


def test_a_file_waits_for_a_look_before_it_is_recorded(town: Actor) -> None:
    import_id = receive(sheet([line(1)]), town)
    work.go_on(import_id)
    assert file(import_id).state == State.JUDGED
    assert toys.recorded() == 0


def test_a_long_commit_makes_way_and_goes_on_later(town: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(committing, "CHUNK", 2)
    import_id = receive(sheet([line(n) for n in range(1, 6)]), town, at_once=True)
    assert work.go_on(import_id, seconds=0) is True
    assert (toys.recorded(), file(import_id).state) == (2, State.COMMITTING)
    while work.go_on(import_id, seconds=0):
        pass
    assert (toys.recorded(), file(import_id).state) == (5, State.COMMITTED)


def test_a_file_that_was_judged_by_half_is_not_recorded(town: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "PART", 1)
    parts = iter([True])

    def half(rows: list[Any], context: importer.Context) -> list[Any]:
        if not next(parts, False):
            raise KeyboardInterrupt
        return toys.judge(rows, context)

    import_id = receive(sheet([line(1), line(2)]), town)
    broken = importer.Importer(toys.SHEET, "Toys", toys.TOY.permission, half, toys.record)
    monkeypatch.setitem(importer._importers, "toy_register", broken)
    for _try in range(6):
        with suppress(KeyboardInterrupt):
            imports.judge_file(import_id, by=town)
    assert file(import_id).state == State.FAILED
    with refused("not_now"):
        imports.order_commit(import_id, by=town)
