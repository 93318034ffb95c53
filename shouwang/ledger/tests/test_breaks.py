"""A file of which something breaks on the way: nothing is lost, nothing is doubled."""

from typing import Any

import pytest

from shouwang.accounts.actors import Actor
from shouwang.ledger import imports
from shouwang.ledger.choices import State
from shouwang.ledger.imports import committing, importer
from shouwang.ledger.tests import toys
from shouwang.ledger.tests.files import file, judged, outcomes, receive
from shouwang.ledger.tests.toys import line, sheet


def test_a_row_that_breaks_the_feature_is_refused_alone(town: Actor) -> None:
    import_id = judged(sheet([line(1), line(2, remark=toys.BROKEN), line(3)]), town)
    assert [code for _row, _outcome, code in outcomes(import_id)] == ["", "ROW_FAILED", ""]


def test_a_feature_that_breaks_on_everything_fails_as_a_whole(town: Actor) -> None:
    import_id = receive(sheet([line(n, remark=toys.BROKEN) for n in range(1, 40)]), town)
    with pytest.raises(ValueError, match=toys.BROKEN):
        imports.judge_file(import_id, by=town)


def test_a_break_between_chunks_loses_and_doubles_nothing(town: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(committing, "CHUNK", 3)
    import_id = judged(sheet([line(n) for n in range(1, 11)]), town)
    imports.order_commit(import_id, by=town)
    chunks = iter([True, True])

    def broken(rows: list[Any], context: importer.Context) -> list[Any]:
        verdicts = toys.record(rows, context)
        if not next(chunks, False):
            raise importlib_killed
        return verdicts

    importlib_killed = KeyboardInterrupt()
    monkeypatch.setitem(
        importer._importers,
        "toy_register",
        importer.Importer(toys.SHEET, "Toys", toys.TOY.permission, toys.judge, broken),
    )
    with pytest.raises(KeyboardInterrupt):
        imports.commit_file(import_id, by=town)
    assert (toys.recorded(), file(import_id).done, file(import_id).state) == (6, 6, State.COMMITTING)
    toys.register()
    imports.commit_file(import_id, by=town)
    assert (toys.recorded(), file(import_id).done, file(import_id).state) == (10, 10, State.COMMITTED)
    assert {outcome for _row, outcome, _code in outcomes(import_id)} == {"accepted"}


def test_a_break_while_judging_begins_anew(town: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    import_id = receive(sheet([line(n) for n in range(1, 4)]), town)
    monkeypatch.setattr(
        toys.importer,
        "_importers",
        {"toy_register": importer.Importer(toys.SHEET, "Toys", toys.TOY.permission, _killed, toys.record)},
    )
    with pytest.raises(KeyboardInterrupt):
        imports.judge_file(import_id, by=town)
    toys.register()
    imports.judge_file(import_id, by=town)
    assert len(outcomes(import_id)) == 3
    assert file(import_id).state == State.JUDGED


def _killed(*_rows_and_context: Any) -> list[Any]:
    raise KeyboardInterrupt


def test_work_that_breaks_off_again_and_again_stops(town: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    import_id = receive(sheet([line(1)]), town)
    monkeypatch.setitem(
        importer._importers,
        "toy_register",
        importer.Importer(toys.SHEET, "Toys", toys.TOY.permission, _killed, toys.record),
    )
    for _try in range(5):
        with pytest.raises(KeyboardInterrupt):
            imports.judge_file(import_id, by=town)
    imports.judge_file(import_id, by=town)
    assert (file(import_id).state, file(import_id).code) == (State.FAILED, "broke_off")
