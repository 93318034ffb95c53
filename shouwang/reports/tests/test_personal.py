"""A text for everybody names nobody."""

import pytest

from shouwang.lib.refusals import Refused
from shouwang.reports.rules import personal

FINE = [
    "截至3月12日18时，崔桥镇居家隔离32人，较前一日减少4人。",
    "请60岁以上老年人尽快到镇卫生院接种，咨询电话0394-6221234、12345。",
    "根据第3号公告，3月5日起解除管控。人民路12号采样点、县医院发热门诊24小时开放。",
    "全县居民高度重视，安全有序，平安返乡人员请主动报备。",
    "张某某为隔离期间发现。2026年3月12日12时30分，第1090场发布会。",
]
PERSONAL = [
    ("崔桥镇居民，身份证411699197706250129。", "document"),
    ("联系电话16900010001。", "phone"),
    ("请拨打１６９ ０００１ ０００１。", "phone"),
    ("电话一六九〇〇〇一〇〇〇一", "phone"),
    ("车辆豫P1234Z曾停靠。", "plate"),
    ("八庙村12号一户。", "door"),
    ("阳光小区3号楼2单元501室", "door"),
    ("患者男，43岁，八庙村人。", "age"),
    ("姓名：苏样寒", "name"),
    ("苏样寒，男，43岁", "name"),
    ("护照E12345678", "document"),
]


@pytest.mark.parametrize("text", FINE)
def test_what_may_be_said(text: str) -> None:
    assert personal.scan(text) == []


@pytest.mark.parametrize(("text", "kind"), PERSONAL)
def test_what_may_not(text: str, kind: str) -> None:
    assert kind in {found.kind for found in personal.scan(text)}
    with pytest.raises(Refused) as refusal:
        personal.check_public(text)
    assert refusal.value.code == "personal_data"
    assert "苏样寒" not in str(refusal.value)


def test_a_name_in_the_middle_of_a_sentence_is_a_candidate() -> None:
    assert "苏样寒" in personal.candidates("昨日苏样寒从武汉返回崔桥镇")
    assert [found.kind for found in personal.scan("昨日苏样寒从武汉返回", {"苏样寒"})] == ["name"]
    assert "安全" not in personal.candidates("安全第一")
