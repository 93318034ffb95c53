"""Pages of transfers: each step from its page, the slip, the list, my day; nothing for strangers; queries constant."""

import io
from datetime import timedelta
from typing import Any

import pypdfium2
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from shouwang.accounts.actors import Actor
from shouwang.accounts.scope import acting_as
from shouwang.arrivals import reads
from shouwang.arrivals.due import due
from shouwang.arrivals.forms import transfers as forms
from shouwang.arrivals.models import Arrival, Leg, Passenger, Transfer
from shouwang.arrivals.tests.conftest import HILL, NOON, OTHER_TOWN, TODAY, TOWN, VILLAGE, Login, actor, came
from shouwang.arrivals.tests.test_recording import record
from shouwang.arrivals.writes import transfers as use
from shouwang.lib import clocks


def asked(by: Actor, *numbers: int) -> Transfer:
    roots = [record(came(n, area=(VILLAGE, HILL)[n % 2], arrived_on=TODAY), by=by)[0].id for n in numbers]
    rows = [use.TransferRequest(arrival_id=root, organiser="CQ", group="one", from_words="东站") for root in roots]
    return Transfer.objects.get(pk=use.request_transfers(rows, by=by)[0].id)


def post(client: Client, transfer: Transfer, step: str, expected: int = 302, **said: Any) -> str:
    answer = client.post(reverse("arrivals:transfer_step", args=[transfer.pk, step]), said)
    assert answer.status_code == expected, answer.content.decode()[:2000]
    return answer.content.decode()


def page(client: Client, name: str, *arguments: Any, status: int = 200) -> str:
    answer = client.get(reverse(f"arrivals:{name}", args=arguments))
    assert answer.status_code == status
    return answer.content.decode()


def test_no_step_of_a_journey_stands_before_the_one_it_followed(town: Actor) -> None:
    root = record(came(1, arrived_on=TODAY), by=town)[0].id
    gone = NOON - timedelta(hours=3)
    row = use.DoneTransfer(
        asked=use.TransferRequest(arrival_id=root, organiser="CQ", from_words="东站"), crew=use.Crew(vehicle="救护车", driver="李样"),
        picked_up_at=gone, handed_over_at=gone + timedelta(hours=1), vehicle_disinfected=True,
    )  # fmt: skip
    [verdict] = use.record_done_transfers([row], by=town)  # written down at noon
    assert verdict.id
    file = reads.transfer_file(verdict.id, by=town)
    assert file is not None
    moments = [step.at for step in forms.path(file) if step.at]
    assert (moments == sorted(moments), len(moments) >= 3) == (True, True)


def test_a_transfer_is_walked_through_its_pages(login: Login, town: Actor) -> None:
    transfer, client = asked(town, 1, 2), login(TOWN, unit="CQ")
    for step in ("approve", "dispatch", "pick-up", "hand-over", "close", "fail"):
        page(client, "transfer_step", transfer.pk, step)
    post(client, transfer, "approve")
    assert "driver" in post(client, transfer, "dispatch", 200, plate="豫P0001Z")
    post(client, transfer, "dispatch", plate="豫P0001Z", driver="李样", protection="second")
    first, second = Passenger.objects.order_by("pk").values_list("person_id", flat=True)
    post(
        client, transfer, "pick-up", given_by="车站", taken_by="东桥镇", absent=[str(second)], absent_why="没来",
        **{f"temperature_{first}": "36.5"},
    )  # fmt: skip
    post(client, transfer, "hand-over", given_by="东桥镇", taken_by="隔离点")
    post(client, transfer, "close", disinfected_by="保洁")
    assert Transfer.objects.get().state == "closed"
    shown = page(client, "transfer", transfer.pk)
    for words in ("豫P0001Z", "李样", "车站 → 东桥镇", "36.5", "没来", "保洁"):
        assert words in shown
    page(client, "transfer_step", transfer.pk, "nonsense", status=404)


def test_a_failed_drive_and_the_next_vehicle(login: Login, town: Actor) -> None:
    transfer, client = asked(town, 1), login(TOWN, unit="CQ")
    post(client, transfer, "approve")
    post(client, transfer, "dispatch", plate="豫P0001Z", driver="李样")
    post(client, transfer, "fail", reason="爆胎", what_next="another_vehicle")
    post(client, transfer, "dispatch", plate="豫P0002Z", driver="赵样")
    post(client, transfer, "pick-up", given_by="甲", taken_by="乙")
    post(client, transfer, "hand-over", given_by="乙", taken_by="丙", onward="on", plate="豫P0003Z", driver="周样")
    assert [leg.plate for leg in Leg.objects.order_by("number")] == ["豫P0001Z", "豫P0002Z", "豫P0003Z"]
    assert "爆胎" in page(client, "transfer", transfer.pk)


def test_what_was_typed_is_not_lost_where_it_is_refused(login: Login, town: Actor) -> None:
    transfer = asked(town, 1)
    shown = post(login(TOWN, unit="CQ"), transfer, "pick-up", 200, given_by="车站老王", taken_by="东桥镇")
    assert "车站老王" in shown


def test_the_slip_is_printed_with_its_persons(login: Login, town: Actor) -> None:
    transfer = asked(town, 1, 2)
    answer = login(TOWN, unit="CQ").post(reverse("arrivals:transfer_slip", args=[transfer.pk]))
    assert answer["Content-Type"] == "application/pdf"
    text = pypdfium2.PdfDocument(io.BytesIO(answer.content))[0].get_textpage().get_text_range()
    assert "张样三" in text
    assert "东站" in text


def test_the_list_approves_and_prints_many(login: Login, town: Actor) -> None:
    keys = [str(asked(town, n).pk) for n in (1, 2)]
    client, address = login(TOWN, unit="CQ"), reverse("arrivals:transfers")
    assert client.post(address, {"do": "approve", "keys": " ".join(keys), "confirmed": "1"}).status_code == 200
    assert set(Transfer.objects.values_list("state", flat=True)) == {"approved"}
    printed = client.post(address, {"do": "slips", "keys": " ".join(keys)})
    assert len(pypdfium2.PdfDocument(io.BytesIO(printed.content))) >= len(keys)


def test_the_list_takes_the_same_queries_for_any_number(login: Login, town: Actor) -> None:
    client = login(TOWN, unit="CQ")

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            page(client, "transfers")
        return len(seen)

    asked(town, 1)
    page(client, "transfers")
    one = queries()
    for n in range(2, 6):
        asked(town, n)
    assert queries() == one


@pytest.mark.parametrize("name", ["transfer", "transfer_step", "transfer_slip"])
def test_a_stranger_finds_nothing(login: Login, county: Actor, town: Actor, name: str) -> None:
    transfer = asked(town, 1)
    more = ["dispatch"] if name == "transfer_step" else []
    client = login(OTHER_TOWN)
    address = reverse(f"arrivals:{name}", args=[transfer.pk, *more])
    assert (client.post if name == "transfer_slip" else client.get)(address).status_code == 404


def test_a_violation_is_listed(login: Login, town: Actor) -> None:
    root = record(came(1), by=town)[0].id
    use.request_transfers([use.TransferRequest(arrival_id=root, organiser="relative", note="自行接返")], by=town)
    client = login(TOWN)
    assert "自行接返" in page(client, "violations")
    page(client, "waiting", status=302)


def duties(by: Actor, at: Any = NOON) -> dict[str, tuple[int, int]]:
    return {duty.kind: (duty.count, duty.late) for duty in due(by, at) if duty.kind.startswith("transfers")}


def test_my_day_says_what_transfers_wait_for(login: Login, county: Actor, town: Actor) -> None:
    transfer = asked(town, 1)
    Arrival.objects.update(needs_transfer=True)
    record(came(3, area=VILLAGE), by=town)
    Arrival.objects.filter(person__full_name="张样三").update(needs_transfer=True)
    assert duties(town)["transfers_wanted"] == (1, 0)
    assert duties(town)["transfers_to_approve"] == (1, 0)
    assert duties(town, NOON + timedelta(days=1))["transfers_to_approve"] == (1, 1)
    use.approve_transfers([use.Approval(transfer.pk)], by=town)
    use.dispatch_transfers([use.Dispatch(transfer_id=transfer.pk, crew=use.Crew(plate="豫P1", driver="李样"))], by=town)
    assert duties(town)["transfers_under_way"] == (1, 0)
    assert duties(town, NOON + timedelta(hours=7))["transfers_under_way"] == (1, 1)
    with acting_as(actor(HILL, "village_officer")) as village, clocks.stopped(NOON):
        assert duties(village) == {"transfers_expected": (1, 0)}
        [expected] = [duty for duty in due(village, NOON) if duty.kind == "transfers_expected"]
    record(came(5, area=HILL, full_name="王样五"), by=town)
    shown = login(HILL, "village_officer").get(expected.url).content.decode()
    assert ("张样三" in shown, "王样五" in shown) == (True, False)




def test_a_request_is_taken_back_from_its_page_until_a_vehicle_left(login: Login, town: Actor) -> None:
    client, first, second = login(TOWN, unit="CQ"), asked(town, 1), asked(town, 2)
    way = reverse("arrivals:transfer_step", args=[first.pk, "undo"])
    assert way in page(client, "transfer", first.pk)
    assert "field-error" in post(client, first, "undo", 200, reason="")
    post(client, first, "undo", reason="申请有误")
    assert list(Transfer.objects.values_list("pk", flat=True)) == [second.pk]
    post(client, second, "approve")
    post(client, second, "dispatch", plate="豫P0001Z", driver="李样")
    post(client, second, "fail", reason="爆胎", what_next="another_vehicle")
    assert reverse("arrivals:transfer_step", args=[second.pk, "undo"]) not in page(client, "transfer", second.pk)
    assert "申请有误" in post(client, second, "undo", 200, reason="申请有误")
    assert Leg.objects.filter(transfer=second.pk).exists()  # a drive that failed stays on record


def test_times_that_cannot_be_are_named_by_the_countys_clock(login: Login, town: Actor) -> None:
    transfer, client = asked(town, 1), login(TOWN, unit="CQ")
    post(client, transfer, "approve")
    post(client, transfer, "dispatch", plate="豫P0001Z", driver="李样")
    sides = {"given_by": "车站", "taken_by": "东桥镇"}
    tomorrow, yesterday = f"{TODAY + timedelta(days=1)}", f"{TODAY - timedelta(days=1)}"
    assert f"{tomorrow} 09:00" in post(client, transfer, "pick-up", 200, on=tomorrow, at="09:00", **sides)
    early = post(client, transfer, "pick-up", 200, on=yesterday, at="09:00", **sides)
    assert (f"{yesterday} 09:00" in early, f"{TODAY} 12:00" in early, "东桥镇" in early) == (True, True, True)
