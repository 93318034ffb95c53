"""Where messages may go, and what they may say."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwang.lib.refusals import Refused
from shouwang.prompts import rules
from shouwang.prompts.choices import AND_MORE, ChannelKind

KEY = "693a91f6-7000-4bc4-97a0-0ec2"


@pytest.mark.parametrize(
    ("kind", "given", "secret", "address"),
    [
        (ChannelKind.WECOM, f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={KEY}", "", f"wecombot://{KEY}/"),
        (ChannelKind.DINGTALK, "https://oapi.dingtalk.com/robot/send?access_token=abcdefgh1", "SECabcdefg", "dingtalk://SECabcdefg@abcdefgh1/"),
        (ChannelKind.FEISHU, f"https://open.feishu.cn/open-apis/bot/v2/hook/{KEY}", "", f"feishu://{KEY}/"),
        (ChannelKind.WECOM, KEY, "", f"wecombot://{KEY}/"),
    ],
)
def test_a_robot_is_known_by_the_address_its_group_shows(kind: str, given: str, secret: str, address: str) -> None:
    assert rules.robot_address(kind, given, secret) == address


@pytest.mark.parametrize(
    "address",
    [
        "", "https://evil.example/cgi-bin/webhook/send?key=abcdefgh1", "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abcdefgh1",
        "https://qyapi.weixin.qq.com.evil.example/cgi-bin/webhook/send?key=abcdefgh1", "file:///etc/passwd", "https://qyapi.weixin.qq.com/",
        "abcdefgh@10.0.0.1", "https://user@evil.example:443#qyapi.weixin.qq.com",
    ],
)
def test_a_message_goes_to_the_service_and_nowhere_else(address: str) -> None:
    with pytest.raises(Refused) as refusal:
        rules.robot_address(ChannelKind.WECOM, address)
    assert refusal.value.code == "robot_address"


@given(st.text(max_size=60))
def test_whatever_is_given_the_address_is_the_service_s_own(text: str) -> None:
    try:
        address = rules.robot_address(ChannelKind.FEISHU, text)
    except Refused:
        return
    assert address.startswith("feishu://")
    assert address.removeprefix("feishu://").rstrip("/").replace("-", "").replace("_", "").isalnum()


def test_mail_needs_all_its_parts() -> None:
    assert rules.mail_address("smtp.example.org", "a@example.org", "p/w", "b@example.org，c@example.org").startswith("mailtos://a%40example.org:p%2Fw@smtp.example.org?")
    for broken in [("", "a@b.org", "p", "c@d.org"), ("smtp.example.org", "a", "p", "c@d.org"), ("smtp.example.org", "a@b.org", "", "c@d.org"), ("smtp.example.org/x", "a@b.org", "p", "c@d.org"), ("smtp.example.org", "a@b.org", "p", "nobody")]:
        with pytest.raises(Refused):
            rules.mail_address(*broken)


def test_a_long_list_of_places_is_cut_and_counted() -> None:
    assert rules.named([f"{n}村" for n in range(14)], AND_MORE).count("、") == rules.MOST_NAMES - 1


@dataclass
class Way:
    area: str
    unit: str = ""


def test_a_prompt_takes_the_nearest_way() -> None:
    county, town, unit = Way("001002003"), Way("001002003004"), Way("001002003", "ZHB")
    known = [county, town, unit]
    assert rules.nearest("001002003004005", "", known) == [town]
    assert rules.nearest("001002003009", "", known) == [county]
    assert rules.nearest("001002003004005", "ZHB", known) == [unit]
    assert rules.nearest("001002009", "", known) == []
