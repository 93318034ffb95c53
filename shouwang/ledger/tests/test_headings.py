"""Headings nobody knows: a person says what they mean, the file is read again, the office's next one at once."""

from uuid import UUID

import pytest
from django.test import Client

from shouwang.accounts.actors import Actor
from shouwang.accounts.scope import acting_as
from shouwang.ledger import imports
from shouwang.ledger.choices import State
from shouwang.ledger.exchange.reading import read
from shouwang.ledger.imports.headings import taught
from shouwang.ledger.models import HeadingChoice, ImportFile
from shouwang.ledger.tests import toys
from shouwang.ledger.tests.files import file, judged, refused
from shouwang.ledger.tests.test_import_pages import seen, send, signed_in, work_off
from shouwang.ledger.tests.toys import OTHER_TOWN, line, sheet
from shouwang.lib import clocks

ODD = ("序号", "哪一位", "身份证号码", "联系电话", "啥时候回的", "体温", "备注")
NOTHING_KNOWN = ("甲栏", "哪一位", "证件", "联络", "啥时候回的", "热度", "附注")
MEANT = {"哪一位": "full_name", "啥时候回的": "arrived_on"}

pytestmark = pytest.mark.usefixtures("toy_ledgers", "db")


def rows() -> list[list[object]]:
    return [line(1), line(2)]


def read_again(import_id: UUID, by: Actor) -> ImportFile:
    imports.judge_file(import_id, by=by)
    return file(import_id)


def test_headings_are_named_and_the_file_is_read_again(town: Actor) -> None:
    import_id = judged(sheet(rows(), ODD), town)
    assert file(import_id).counts["refused"] == 2
    assert dict(file(import_id).sheets[0]["column_mapping"])["哪一位"] == "remark"
    imports.choose_headings(import_id, MEANT, by=town)
    again = read_again(import_id, town)
    assert (again.state, again.counts) == (State.JUDGED, {"data_rows": 2, "accepted": 2})
    assert dict(again.sheets[0]["column_mapping"])["啥时候回的"] == "arrived_on"


def test_the_next_file_of_the_office_is_read_the_same_way(town: Actor) -> None:
    imports.choose_headings(judged(sheet(rows(), ODD), town), MEANT, by=town)
    assert file(judged(sheet([line(3)], ODD), town)).counts == {"data_rows": 1, "accepted": 1}


def test_another_office_knows_nothing_of_it(town: Actor) -> None:
    imports.choose_headings(judged(sheet(rows(), ODD), town), MEANT, by=town)
    other = toys.officer(OTHER_TOWN)
    with acting_as(other):
        assert taught("toy_register", other) == {}
        assert not HeadingChoice.objects.exists()


def test_a_sheet_without_any_known_heading_asks_for_all(town: Actor) -> None:
    import_id = judged(sheet(rows(), NOTHING_KNOWN), town)
    waiting = file(import_id)
    assert (waiting.state, waiting.code) == (State.FAILED, "HEADER_NOT_FOUND")
    assert [heading for heading, _field in waiting.sheets[0]["column_mapping"]] == list(NOTHING_KNOWN)
    imports.choose_headings(import_id, MEANT | {"证件": "id_number"}, by=town)
    assert read_again(import_id, town).counts == {"data_rows": 2, "accepted": 2}


def test_a_heading_that_may_mean_two_things_goes_where_a_person_says() -> None:
    from shouwang.ledger.tests.test_exchange_reading import GOOD, HEADINGS, REGISTER

    asked = ["返回地" if heading == "返乡出发地" else heading for heading in HEADINGS]
    content = sheet([GOOD], tuple(asked))
    unsaid, said = read(REGISTER, content), read(REGISTER.teach({"返回地": "from_place"}), content)
    assert unsaid.sheets[0].column_mapping["返回地"] is None
    assert said.sheets[0].column_mapping["返回地"] == "from_place"
    assert said.rows[0].refusal is None
    to_remark = read(REGISTER.teach({"返回地": ""}), content)
    assert to_remark.sheets[0].column_mapping["返回地"] == "remark"


def test_a_known_heading_can_be_sent_to_the_remark(town: Actor) -> None:
    import_id = judged(sheet(rows()), town)
    imports.choose_headings(import_id, {"联系电话": ""}, by=town)
    assert dict(read_again(import_id, town).sheets[0]["column_mapping"])["联系电话"] == "remark"


@pytest.mark.parametrize(
    ("chosen", "code"),
    [
        ({"没有这一栏": "phone"}, "not_a_heading"),
        ({"哪一位": "no_such_column"}, "unknown_field"),
        ({"哪一位": "id_number"}, "field_twice"),
        ({"哪一位": "full_name", "啥时候回的": "full_name"}, "field_twice"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_is_remembered(
    town: Actor, chosen: dict[str, str], code: str
) -> None:
    import_id = judged(sheet(rows(), ODD), town)
    with refused(code):
        imports.choose_headings(import_id, chosen, by=town)
    assert not HeadingChoice.objects.exists()
    assert file(import_id).state == State.JUDGED


def test_a_recorded_file_is_taken_back_first(town: Actor) -> None:
    import_id = judged(sheet(rows()), town)
    imports.order_commit(import_id, by=town)
    imports.commit_file(import_id, by=town)
    with refused("not_now"):
        imports.choose_headings(import_id, {"联系电话": ""}, by=town)


def test_the_page_asks_reads_again_and_remembers() -> None:
    officer = signed_in("officer")
    import_id = send(officer, sheet(rows(), NOTHING_KNOWN))
    work_off(import_id)
    page = officer.get(f"/imports/{import_id}/").content.decode()
    assert '<details class="card" id="headings" open>' in page
    said = {f"heading_{n}": "remark" for n in range(len(NOTHING_KNOWN))}
    meant = said | {"heading_1": "full_name", "heading_2": "id_number", "heading_4": "arrived_on"}
    assert officer.post(f"/imports/{import_id}/headings/", meant).status_code == 302
    work_off(import_id)
    assert seen(import_id).counts == {"data_rows": 2, "accepted": 2}
    again = officer.get(f"/imports/{import_id}/").content.decode()
    assert "李*" in again or "李样1" in again
    assert '<option value="full_name" selected>' in again


def test_a_wrong_choice_comes_back_with_its_reason_and_what_was_chosen() -> None:
    officer = signed_in("officer")
    import_id = send(officer, sheet(rows(), ODD))
    work_off(import_id)
    answer = officer.post(f"/imports/{import_id}/headings/", {"heading_1": "nonsense"})
    assert answer.status_code == 422
    twice = {"heading_0": "no", "heading_1": "id_number", "heading_2": "id_number", "heading_3": "phone"}
    rest = {"heading_4": "remark", "heading_5": "temperature_c", "heading_6": "remark"}
    assert "哪一位" in officer.post(f"/imports/{import_id}/headings/", twice | rest, follow=True).content.decode()
    assert seen(import_id).state == State.JUDGED


def test_a_stranger_names_no_headings() -> None:
    officer, stranger = signed_in("officer"), signed_in("stranger", OTHER_TOWN)
    import_id = send(officer, sheet(rows(), ODD))
    work_off(import_id)
    assert stranger.post(f"/imports/{import_id}/headings/", {"heading_1": "full_name"}).status_code == 404
    assert stranger.get(f"/imports/{import_id}/original/").status_code == 404


def test_the_original_comes_back_byte_for_byte() -> None:
    officer = signed_in("officer")
    content = sheet(rows(), ODD)
    import_id = send(officer, content)
    work_off(import_id)
    assert officer.get(f"/imports/{import_id}/original/").content == content


def test_verdicts_are_narrowed_to_one_reason(client: Client) -> None:
    officer = signed_in("officer")
    bad = [line(1, full_name=""), line(2, arrived_on="不知道"), line(3, arrived_on=f"{clocks.today().year + 9}-01-01")]
    import_id = send(officer, sheet([*bad, line(4)]))
    work_off(import_id)
    page = officer.get(f"/imports/{import_id}/?outcome=refused").content.decode()
    assert "reason=NAME_MISSING" in page
    one = officer.get(f"/imports/{import_id}/?outcome=refused&reason=NAME_MISSING").content.decode()
    assert one.count("/rows/") == 1
