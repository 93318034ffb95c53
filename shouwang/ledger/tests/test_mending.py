"""A refused row that is mended is judged again and recorded."""



from shouwang.accounts.actors import Actor
from shouwang.ledger import imports
from shouwang.ledger.choices import State
from shouwang.ledger.imports import reads
from shouwang.ledger.imports import rows as stored
from shouwang.ledger.models import ImportRow
from shouwang.ledger.tests import toys
from shouwang.ledger.tests.files import WRONG, committed, file, judged, outcomes, refused
from shouwang.ledger.tests.toys import line, number, sheet


def test_a_mended_row_is_judged_again_and_recorded(town: Actor) -> None:
    import_id = judged(sheet([line(1), line(2, id_number=WRONG)]), town)
    assert imports.mend_row(import_id, 2, {"id_number": number(2)}, by=town).outcome == "accepted"
    assert file(import_id).counts["accepted"] == 2
    imports.order_commit(import_id, by=town)
    imports.commit_file(import_id, by=town)
    assert toys.recorded() == 2


def test_a_row_mended_badly_stays_refused_with_the_new_reason(town: Actor) -> None:
    import_id = judged(sheet([line(1, id_number=WRONG)]), town)
    verdict = imports.mend_row(import_id, 1, {"id_number": number(2), "arrived_on": "昨天"}, by=town)
    assert (verdict.outcome, verdict.code) == ("refused", "DATE_UNREADABLE")
    assert reads.waiting(file(import_id)) == 0


def test_a_row_mended_after_the_others_were_recorded_follows_them(town: Actor) -> None:
    import_id = committed(sheet([line(1), line(2, id_number=WRONG)]), town)
    imports.mend_row(import_id, 2, {"id_number": number(2)}, by=town)
    imports.order_commit(import_id, by=town)
    imports.commit_file(import_id, by=town)
    assert toys.recorded() == 2
    assert file(import_id).state == State.COMMITTED


def test_a_recorded_row_is_not_mended(town: Actor) -> None:
    import_id = committed(sheet([line(1)]), town)
    with refused("already_recorded"):
        imports.mend_row(import_id, 1, {"full_name": "王样"}, by=town)


def test_fields_that_are_not_named_stay_as_they_were(town: Actor) -> None:
    import_id = judged(sheet([line(1, id_number=WRONG, remark="独居", temperature_c="36.5")]), town)
    before = stored.parsed(ImportRow.objects.get(file_id=import_id)).values
    imports.mend_row(import_id, 1, {"id_number": number(1)}, by=town)
    assert stored.parsed(ImportRow.objects.get(file_id=import_id)).values == before | {"id_number": number(1)}


def test_one_reading_of_a_wide_sheet_is_mended_alone(town: Actor) -> None:
    headings = ("姓名", "身份证号码", "观察开始日期", "第1天上午体温", "第1天下午体温", "第2天上午体温")
    content = sheet([["李样", number(1), "2020-01-20", "36.5", "365", "正常"]], headings)
    import_id = judged(content, town, "toy_temperatures")
    assert [(row, outcome, code) for row, outcome, code in outcomes(import_id)] == [
        (2, "accepted", ""),
        (2, "refused", "TEMP_IMPLAUSIBLE"),
        (2, "accepted", ""),
    ]
    assert imports.mend_row(import_id, 2, {"temperature_c": "37.5"}, by=town).outcome == "accepted_with_warnings"
    row = ImportRow.objects.get(number=2)
    assert row.column == "第1天下午体温"
    values = stored.parsed(row).values
    assert (str(values["temperature_c"]), values["slot"], values["kind"]) == ("37.5", "pm", "measured")
    assert file(import_id).counts["data_rows"] == 1
