"""Reminded once, by page and message; nothing leaves the house in a test; an address is never shown again."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import apprise
import pytest
from django.db import connection

from shouwang.accounts.actors import system
from shouwang.accounts.scope import acting_as
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.prompts import due, reads, writes
from shouwang.prompts.models import Channel, Delivery, Prompt
from shouwang.prompts.tests.conftest import EVENING, County
from shouwang.prompts.writes import sending

ROBOT = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7000-4bc4-97a0-0ec2"


def new(area: str, about: str = "2020-02-05") -> writes.NewPrompt:
    return writes.NewPrompt("report_to_sign", area, f"/reports/{area}/2020-02-05/", about)


def channel(area: str, kind: str = "wecom", label: str = "防控群") -> UUID:
    [verdict] = writes.add_channels([writes.NewChannel(area, kind, label, address=ROBOT)], by=system())
    assert verdict.id
    return verdict.id


def outcomes(county: County, *areas: str, **more: Any) -> list[str]:
    return [verdict.outcome for verdict in writes.prompt([new(area) for area in areas], by=county.actor("township_officer", county.town_a), **more)]


def test_nobody_is_reminded_twice_within_the_quiet_time(county: County) -> None:
    assert outcomes(county, county.village_1, county.village_2, county.village_1) == ["accepted", "accepted", "duplicate"]
    with clocks.stopped(EVENING + timedelta(minutes=29)):
        assert outcomes(county, county.village_1) == ["duplicate"]
    with clocks.stopped(EVENING + timedelta(minutes=30)):
        assert outcomes(county, county.village_1) == ["accepted"]


def test_a_neighbour_is_not_reminded(county: County) -> None:
    assert outcomes(county, county.village_3, county.village_1) == ["refused", "accepted"]
    with pytest.raises(Refused):
        writes.prompt([new(county.village_1)], by=county.actor("grid_worker", county.village_1))


def test_the_post_sees_it_on_my_day_until_it_was_opened(county: County) -> None:
    outcomes(county, county.village_1)
    officer, doctor = county.actor("village_officer", county.village_1, 7), county.actor("village_doctor", county.village_1, 8)
    assert [duty.count for duty in due.due(officer, EVENING)] == [1]
    assert [duty.count for duty in due.due(doctor, EVENING)] == [0]
    writes.open_prompt(Prompt.objects.get().pk, by=officer)
    writes.open_prompt(Prompt.objects.get().pk, by=officer)
    assert [duty.count for duty in due.due(officer, EVENING)] == [0]


def test_many_villages_of_a_township_make_one_message(county: County) -> None:
    channel(county.town_a), channel(county.county, label="县群")
    outcomes(county, county.village_1, county.village_2)
    [message] = Delivery.objects.all()
    assert message.channel.area == county.town_a
    assert "2" in message.text
    assert "一村、二村" in message.text


def test_in_a_test_a_message_is_written_down_and_not_sent(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "_hand_over", lambda *_: pytest.fail("a test sent a message"))
    monkeypatch.setattr(apprise.Apprise, "notify", lambda *_a, **_k: pytest.fail("a test sent a message"))
    writes.try_channel(channel(county.county), by=system())
    [message] = Delivery.objects.all()
    writes.deliver(message.pk, by=system())
    assert Delivery.objects.get().state == "recorded"


def test_a_failed_message_is_tried_again_and_the_failure_shown(county: County, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.MESSAGES_LEAVE_THE_HOUSE = True
    answers = iter([False, True])
    seen: list[str] = []
    monkeypatch.setattr(sending, "_hand_over", lambda address, _text: seen.append(address) or next(answers))
    writes.try_channel(channel(county.county), by=system())
    message = Delivery.objects.get().pk
    with pytest.raises(sending.NotDelivered) as failure:
        writes.deliver(message, by=system())
    assert "wecombot" not in str(failure.value)
    assert reads.channels(by=system()).get().last_state == "retried"
    writes.deliver(message, by=system())
    writes.deliver(message, by=system())
    assert (Delivery.objects.get().state, len(seen)) == ("sent", 2)


def test_after_the_last_try_it_stays_failed(county: County, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.MESSAGES_LEAVE_THE_HOUSE = True
    monkeypatch.setattr(sending, "_hand_over", lambda *_: False)
    writes.try_channel(channel(county.county), by=system())
    message = Delivery.objects.get().pk
    for _ in range(5):
        with pytest.raises(sending.NotDelivered):
            writes.deliver(message, by=system())
    writes.deliver(message, by=system())
    assert (Delivery.objects.get().state, Delivery.objects.get().tries) == ("failed", 6)


def test_a_plug_in_that_breaks_is_a_failure_without_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> bool:
        raise RuntimeError("https://secret")

    monkeypatch.setattr(apprise.Apprise, "notify", broken)
    assert sending._hand_over("wecombot://abcdefgh1/", "x") is False


def test_the_address_lies_sealed_and_goes_when_the_channel_ends(county: County) -> None:
    made = channel(county.county)
    with connection.cursor() as cursor:
        cursor.execute("SELECT address FROM prompts_channel")
        assert b"693a91f6" not in bytes(cursor.fetchone()[0])
    assert "693a91f6" not in repr(writes.NewChannel(county.county, "wecom", "群", address=ROBOT))
    assert writes.end_channels([made], by=county.actor("operator", county.county))[0].taken
    assert Channel.objects.get().address is None
    outcomes(county, county.village_1)
    assert not Delivery.objects.exists()


def test_channels_of_a_neighbour_are_not_there(county: County) -> None:
    made = channel(county.town_b)
    stranger = county.actor("operator", county.town_a)
    assert writes.end_channels([made], by=stranger)[0].outcome == "refused"
    with acting_as(stranger):
        assert not reads.channels(by=stranger).exists()


def test_messages_go_after_their_days_but_never_those_on_their_way(county: County, settings: Any) -> None:
    channel(county.town_a)
    outcomes(county, county.village_1)
    [told] = Delivery.objects.all()
    with clocks.stopped(EVENING + timedelta(days=settings.MESSAGE_DAYS, seconds=1)):
        assert writes.drop_messages(by=system()) == 0  # nobody has sent it yet
        writes.deliver(told.pk, by=system())
        settings.MESSAGE_DAYS += 1
        assert writes.drop_messages(by=system()) == 0
        settings.MESSAGE_DAYS -= 1
        assert writes.drop_messages(by=system()) == 1
    assert not Delivery.objects.exists()
    assert Prompt.objects.count() == 1  # that somebody was reminded stays
