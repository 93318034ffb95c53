"""Imports as a township officer meets them: pages and endpoints, and what a stranger finds there."""

import io
import json
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from shouwang.accounts.actors import Actor, system
from shouwang.accounts.scope import acting_as
from shouwang.accounts.writes import NewPost, end_posts, give_posts, give_token
from shouwang.audit.models import AuditEvent
from shouwang.ledger import imports, jobs
from shouwang.ledger.choices import NOTHING_TO_RECORD, State
from shouwang.ledger.models import ImportFile, ImportRow
from shouwang.ledger.tests import toys
from shouwang.ledger.tests.toys import OTHER_TOWN, TOWN, line, number, sheet
from shouwang.lib import clocks
from shouwang.lib.verdicts import REFUSED

PASSWORD = "a long enough password"
WRONG = number(2)[:-1] + ("1" if number(2)[-1] != "1" else "2")
MESSY = sheet([line(1), line(2, id_number=WRONG), line(3, phone=""), [4, *line(1)[1:]]])

pytestmark = pytest.mark.usefixtures("toy_ledgers", "db")


def signed_in(username: str, area: str = TOWN, role: str = "township_officer") -> Client:
    with acting_as(system()) as operator:
        post = NewPost(username, role, area, password=PASSWORD, full_name=username, valid_from=date(2020, 1, 1))
        assert give_posts([post], by=operator)[0].taken
    client = Client()
    assert client.login(username=username, password=PASSWORD)
    return client


def holder_of_token(username: str, area: str = TOWN) -> Client:
    signed_in(username, area)
    with acting_as(system()) as operator:
        token = give_token(username, label="test", by=operator)
    return Client(headers={"Authorization": f"Bearer {token}", "Accept-Language": "en"})


@pytest.fixture
def officer() -> Client:
    return signed_in("officer")


@pytest.fixture
def stranger() -> Client:
    return signed_in("stranger", OTHER_TOWN)


def send(client: Client, content: bytes = MESSY, **more: Any) -> UUID:
    file = SimpleUploadedFile("名单.csv", content)
    answer = client.post("/imports/new/", {"ledger": "toy_register", "file": file} | more)
    assert answer.status_code == 302, answer.content.decode()
    return UUID(answer["Location"].split("/")[2])


def work_off(import_id: UUID) -> None:
    jobs.go_on(str(import_id))


def seen(import_id: UUID) -> ImportFile:
    with acting_as(system()):
        return ImportFile.objects.get(pk=import_id)


def recorded() -> int:
    with acting_as(system()):
        return toys.recorded()


def test_a_sent_file_shows_its_progress_and_then_its_verdicts(officer: Client) -> None:
    import_id = send(officer)
    waiting = officer.get(f"/imports/{import_id}/").content.decode()
    assert f"/imports/{import_id}/progress/" in waiting
    assert officer.get(f"/imports/{import_id}/progress/").status_code == 200
    work_off(import_id)
    assert officer.get(f"/imports/{import_id}/progress/")["HX-Refresh"] == "true"
    page = officer.get(f"/imports/{import_id}/").content.decode()
    assert "李样1" in page
    assert number(1) not in page, "identity numbers are masked in the list"
    assert f"/imports/{import_id}/rows/2/" in page


def test_a_filter_shows_the_rows_of_one_outcome_only(officer: Client) -> None:
    import_id = send(officer)
    work_off(import_id)
    page = officer.get(f"/imports/{import_id}/?outcome={REFUSED}").content.decode()
    assert "李样2" in page
    assert "李样3" not in page


def test_a_refused_row_is_mended_on_the_spot_and_recorded_with_the_others(officer: Client) -> None:
    import_id = send(officer)
    work_off(import_id)
    address = f"/imports/{import_id}/rows/2/"
    assert WRONG in officer.get(address).content.decode()
    again = officer.post(address, {"full_name": "李样2", "id_number": WRONG, "arrived_on": "2020-01-20"})
    assert again.status_code == 422
    mended = officer.post(address, {"full_name": "李样2", "id_number": number(2), "arrived_on": "2020-01-20"})
    assert mended["HX-Refresh"] == "true"
    officer.post(f"/imports/{import_id}/record/")
    assert seen(import_id).state == State.COMMITTING
    work_off(import_id)
    assert seen(import_id).state == State.COMMITTED
    assert recorded() == 3


def test_a_whole_import_is_taken_back(officer: Client) -> None:
    import_id = send(officer)
    work_off(import_id)
    officer.post(f"/imports/{import_id}/record/")
    work_off(import_id)
    officer.post(f"/imports/{import_id}/undo/", {"reason": "wrong file"})
    work_off(import_id)
    assert (seen(import_id).state, recorded()) == (State.UNDONE, 0)
    with acting_as(system()):
        assert AuditEvent.objects.get(action="ledger.order_undo").reason == "wrong file"


def test_the_sheet_comes_back_with_a_verdict_on_every_row(officer: Client) -> None:
    from python_calamine import load_workbook

    import_id = send(officer)
    work_off(import_id)
    answer = officer.get(f"/imports/{import_id}/sheet/")
    rows = load_workbook(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[2][2] == WRONG
    assert rows[2][-1]
    only = officer.get(f"/imports/{import_id}/refused/")
    assert len(load_workbook(io.BytesIO(only.content)).get_sheet_by_index(0).to_python()) == 2
    with acting_as(system()):
        assert AuditEvent.objects.filter(action="ledger.export").count() == 2


def test_an_empty_sheet_has_the_official_headings(officer: Client) -> None:
    from python_calamine import load_workbook

    content = officer.get("/imports/template/toy_register/").content
    rows = load_workbook(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert list(toys.HEADINGS) in rows
    assert officer.get("/imports/template/nothing/").status_code == 404


def test_the_list_of_imports_has_the_same_queries_for_one_and_for_three(officer: Client) -> None:
    send(officer)
    asked = queries_of(officer, "/imports/")
    send(officer)
    send(officer)
    assert queries_of(officer, "/imports/") == asked > 0


def test_the_list_of_imports_is_narrowed_by_ledger_state_and_day(officer: Client, stranger: Client) -> None:
    import_id = send(officer)
    link = f"/imports/{import_id}/"

    def lists_it(client: Client, query: str) -> bool:
        return link in client.get(f"/imports/?{query}").content.decode()

    today, tomorrow = clocks.today(), clocks.today() + timedelta(days=1)
    assert lists_it(officer, f"ledger=toy_register&state=received&sent_from={today}&sent_to={today}")
    for query in ("ledger=nothing_else", "state=undone", f"sent_from={tomorrow}", f"sent_to={today - timedelta(days=1)}"):
        assert lists_it(officer, query) == (query == "ledger=nothing_else")  # what is no ledger narrows nothing
    assert not lists_it(stranger, "")
    assert link in officer.post("/imports/", {"list": "ledger.imports", "q": "名单"}).content.decode()
    assert link not in officer.post("/imports/", {"list": "ledger.imports", "q": "别的"}).content.decode()


def do(client: Client, action: str, *import_ids: UUID, **given: str) -> str:
    sent = {"list": "ledger.imports", "do": action, "selected": [str(one) for one in import_ids], "confirmed": "1"}
    return client.post("/imports/", sent | {f"with-{name}": value for name, value in given.items()}).content.decode()


def test_many_files_are_recorded_and_put_aside_at_once(officer: Client, stranger: Client) -> None:
    one, two, other = send(officer, sheet([line(1)])), send(officer, sheet([line(5)])), send(stranger, sheet([line(9)]))
    for import_id in (one, two, other):
        work_off(import_id)
    do(officer, "record", one, other)
    assert (seen(one).state, seen(two).state, seen(other).state) == (State.COMMITTING, State.JUDGED, State.JUDGED)
    work_off(one)
    again = do(officer, "record", one)
    assert str(NOTHING_TO_RECORD) in again
    do(officer, "take_back", two)  # without a reason nothing is done: it is asked for
    assert seen(two).state == State.JUDGED
    do(officer, "take_back", two, other, reason="发错了")
    assert (seen(two).state, seen(other).state) == (State.UNDOING, State.JUDGED)
    work_off(two)
    assert (seen(one).state, seen(two).state) == (State.COMMITTED, State.UNDONE)


def test_an_import_has_the_same_queries_for_one_row_and_for_thirty(officer: Client) -> None:
    few, many = send(officer, sheet([line(1)])), send(officer, sheet([line(n) for n in range(2, 32)]))
    work_off(few)
    work_off(many)
    assert queries_of(officer, f"/imports/{few}/") == queries_of(officer, f"/imports/{many}/") > 0


def queries_of(client: Client, address: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
        return len(asked)


def test_a_form_without_a_file_says_what_is_missing(officer: Client) -> None:
    assert officer.get("/imports/new/").status_code == 200
    assert officer.post("/imports/new/", {"ledger": "toy_register"}).status_code == 422
    file = SimpleUploadedFile("a.csv", MESSY)
    assert officer.post("/imports/new/", {"ledger": "no_such", "file": file}).status_code == 422
    file = SimpleUploadedFile("a.csv", MESSY)
    elsewhere = officer.post("/imports/new/", {"ledger": "toy_register", "file": file, "area": OTHER_TOWN})
    assert elsewhere.status_code == 422


@pytest.mark.parametrize("address", ["", "progress/", "rows/1/", "sheet/", "refused/"])
def test_a_stranger_finds_nothing_on_any_page(officer: Client, stranger: Client, address: str) -> None:
    import_id = send(officer)
    work_off(import_id)
    assert officer.get(f"/imports/{import_id}/{address}").status_code == 200
    assert stranger.get(f"/imports/{import_id}/{address}").status_code == 404


@pytest.mark.parametrize("address", ["rows/1/", "record/", "undo/"])
def test_a_stranger_changes_nothing(officer: Client, stranger: Client, address: str) -> None:
    import_id = send(officer)
    work_off(import_id)
    assert stranger.post(f"/imports/{import_id}/{address}", {"full_name": "x", "reason": "x"}).status_code == 404
    assert seen(import_id).state == State.JUDGED


def test_who_may_not_import_finds_no_page(officer: Client) -> None:
    import_id = send(officer)
    volunteer = signed_in("volunteer", TOWN, "volunteer")
    for address in ("", "new/", f"{import_id}/", f"{import_id}/sheet/"):
        assert volunteer.get(f"/imports/{address}").status_code == 404
    assert Client().get("/imports/").status_code == 302


def test_a_file_sent_by_a_post_that_ended_meanwhile_stops(officer: Client) -> None:
    import_id = send(officer)
    with acting_as(system()) as operator:
        end_posts([seen(import_id).by_post or 0], on=date(2020, 1, 27), by=operator)
    work_off(import_id)
    assert (seen(import_id).state, seen(import_id).code) == (State.FAILED, "post_ended")


def test_what_a_killed_worker_left_is_taken_up_again(officer: Client) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    import_id = send(officer)
    ProcrastinateJob.objects.all()._raw_delete("default")
    jobs.take_up_again(0)
    jobs.take_up_again(0)
    queued = ProcrastinateJob.objects.filter(task_name="ledger.go_on")
    assert [job.args for job in queued] == [{"import_id": str(import_id)}]


def test_the_api_sends_judges_mends_records_and_takes_back() -> None:
    api = holder_of_token("machine")
    names = [ledger["name"] for ledger in api.get("/api/v1/imports/ledgers").json()]
    assert "toy_register" in names
    sent = api.post("/api/v1/imports", {"ledger": "toy_register", "file": SimpleUploadedFile("名单.csv", MESSY)})
    assert sent.status_code == 200, sent.content
    base = f"/api/v1/imports/{sent.json()['id']}"
    work_off(UUID(sent.json()["id"]))
    assert api.get(base).json()["counts"] == {
        "data_rows": 4, "accepted": 1, "accepted_with_warnings": 1, "refused": 1, "duplicates": 1,
    }  # fmt: skip
    first = api.get(f"{base}/verdicts", {"limit": 2}).json()
    rest = api.get(f"{base}/verdicts", {"after": first["after"]}).json()
    assert [found["row"] for found in first["verdicts"] + rest["verdicts"]] == [2, 3, 4, 5]
    assert first["verdicts"][1]["code"] == "ID_CHECK_DIGIT"
    mended = api.post(f"{base}/rows/2", json.dumps({"values": {"id_number": number(2)}}), "application/json")
    assert mended.json()["outcome"] == "accepted"
    assert api.post(f"{base}/record").json()["state"] == "committing"
    work_off(UUID(sent.json()["id"]))
    assert api.post(f"{base}/record").status_code == 409
    assert recorded() == 3
    assert api.post(f"{base}/undo", json.dumps({"reason": "x"}), "application/json").status_code == 200
    work_off(UUID(sent.json()["id"]))
    assert recorded() == 0
    assert [found["state"] for found in api.get("/api/v1/imports").json()] == ["undone"]


def test_a_stranger_finds_nothing_by_api(officer: Client) -> None:
    import_id = send(officer)
    work_off(import_id)
    stranger, body = holder_of_token("other_machine", OTHER_TOWN), json.dumps({"values": {}, "reason": "x"})
    base = f"/api/v1/imports/{import_id}"
    assert stranger.get("/api/v1/imports").json() == []
    assert {stranger.get(f"{base}{path}").status_code for path in ("", "/verdicts")} == {404}
    posts = {
        stranger.post(f"{base}{path}", body, "application/json").status_code for path in ("/rows/1", "/record", "/undo")
    }
    assert posts == {404}
    elsewhere = {"ledger": "toy_register", "area": TOWN, "file": SimpleUploadedFile("a.csv", MESSY)}
    assert stranger.post("/api/v1/imports", elsewhere).status_code == 404


def test_a_row_without_pending_words_keeps_its_place(officer: Client) -> None:
    import_id = send(officer)
    work_off(import_id)
    with acting_as(system()) as by:
        imports.mend_row(import_id, 2, {"id_number": number(2)}, by=Actor(None, None, by.role, TOWN, name="x"))
        assert list(ImportRow.objects.order_by("number").values_list("row", flat=True)) == [2, 3, 4, 5]
