"""Words lead to a place or to an honest "unknown", and a place has one kind seen from home."""

import csv
from datetime import date
from importlib import resources

import pytest

from shouwang.policy import shelf
from shouwang.policy.facts import ArrivalFacts
from shouwang.policy.origins import origin
from shouwang.policy.places_words import NOWHERE, place_of
from shouwang.policy.trials import classify_from


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("湖北省武汉市江汉区", "4201"),
        ("湖北武汉", "4201"),
        ("武汉", "4201"),
        ("武汉市洪山区", "4201"),
        ("湖北省孝感市", "4209"),
        ("湖北黄冈", "4211"),
        ("鄂州市", "4207"),
        ("广东省深圳市", "4403"),
        ("浙江温州", "3303"),
        ("江苏省苏州市", "3205"),
        ("上海市浦东新区", "310115"),
        ("北京市", "11"),
        ("福建晋江", "350582"),
        ("河北省石家庄市", "1301"),
        ("山东青岛", "3702"),
        ("陕西省西安市", "6101"),
        ("新疆乌鲁木齐", "6501"),
        ("河南省周口市川汇区", "4116"),
        ("山西省太原市", "1401"),
        ("吉林省长春市", "2201"),
        ("重庆市", "50"),
        ("鄂", "42"),
        ("汉", "4201"),
        ("豫", "41"),
        ("晋", "14"),
        ("湘", "43"),
        ("川", "51"),
        ("闽", "35"),
        ("粤", "44"),
        ("浙", "33"),
        ("吉林", "22"),
        ("吉林市", "2202"),
        ("吉林省吉林市", "2202"),
        ("海南", "46"),
        ("海南州", "6325"),
        ("青海海南州", "6325"),
        ("朝阳", "2113"),
        ("北京市朝阳区", "11"),
        ("邵阳县", "4305"),
        ("苏州昆山", "320583"),
        ("昆山", "320583"),
        ("恩施", "4228"),
        ("仙桃市", "429004"),
        ("自贡", "5103"),
        ("自武汉", "4201"),
        ("从湖北返回", "42"),
        ("中国湖北省", "42"),
        ("廣東省廣州市", "4401"),
        ("武漢", "4201"),
        ("重慶", "50"),
        (" 湖北省 武汉市 ", "4201"),
        ("湖北省,武汉市", "4201"),
        ("襄樊", "4206"),
        ("420000", "42"),
        ("420100", "4201"),
        ("411621", "411621"),
        ("411621101204", "411621101204"),
        ("４２００００", "42"),
        ("台湾", "71"),
        ("香港", "81"),
        ("澳门", "82"),
    ],
)
def test_words_lead_to_a_code(words: str, code: str) -> None:
    assert place_of(words).code == code


@pytest.mark.parametrize(
    "words",
    ["日本东京", "泰国", "韩国首尔", "美国", "俄罗斯", "境外", "海外", "Japan", "蒙古国", "阿联酋", "香港", "台湾省"],
)
def test_words_lead_abroad(words: str) -> None:
    assert place_of(words).abroad


@pytest.mark.parametrize(
    "words",
    [
        "",
        "老家",
        "朝阳区",
        "外地",
        "韩",
        "黑山县",
        "巴林左旗",
        "990000",
        "1",
        "城东新区",
        "东方红农场",
        "北京路12号",
        "?",
    ],
)
def test_words_that_say_too_little_lead_nowhere(words: str) -> None:
    assert place_of(words) == NOWHERE


def test_a_county_has_names_of_its_own() -> None:
    pack = shelf.pack("covid-19-2020-02")
    own = {"韩": "350981", "扶沟": "411621"}
    assert origin("韩", home_county_code="350981", pack=pack, aliases=own).kind == "in_county"
    assert origin("扶沟", home_county_code="411621", pack=pack, aliases=own).kind == "in_county"
    assert origin("武汉", home_county_code="411621", pack=pack, aliases=own).kind == "key_area"


@pytest.mark.parametrize(
    ("words", "home", "pack_id", "kind"),
    [
        ("湖北黄冈", "411621", "covid-19-2020-02", "key_area"),
        ("广东省深圳市", "411621", "covid-19-2020-02", "other_province"),
        ("河南省郑州市", "411621", "covid-19-2020-02", "in_province"),
        ("河南省周口市川汇区", "411621", "covid-19-2020-02", "in_province"),
        ("周口", "411621", "covid-19-2020-02", "in_province"),
        ("411621101204", "411621", "covid-19-2020-02", "in_county"),
        ("泰国", "411621", "covid-19-2020-02", "overseas"),
        ("香港", "411621", "covid-19-2020-02", "overseas"),
        ("老家", "411621", "covid-19-2020-02", "unknown"),
        ("外省", "411621", "covid-19-2020-02", "other_province"),
        ("外县", "411621", "covid-19-2020-02", "in_province"),
        ("重庆市", "511725", "covid-19-2020-02", "other_province"),
        ("上海市闵行区", "141022", "covid-19-2021-05", "other_province"),
        ("吉林省长春市", "141022", "covid-19-2021-05", "other_province"),
        ("山西省太原市", "141022", "covid-19-2021-05", "in_province"),
        ("武汉", "141022", "covid-19-2021-05", "other_province"),
    ],
)
def test_the_kind_of_origin_depends_on_home_and_pack_only(words: str, home: str, pack_id: str, kind: str) -> None:
    assert origin(words, home_county_code=home, pack=shelf.pack(pack_id)).kind == kind


def test_the_kind_of_origin_does_not_follow_the_class() -> None:
    facts = ArrivalFacts(temperature_c=38.0, arrived_on=date(2020, 2, 1))
    got = classify_from(facts, "武汉", shelf.pack("covid-19-2020-02"), home="411621", on=date(2020, 2, 1))
    assert (got.class_id, got.origin.kind) == ("fever_undetermined", "key_area")


def rows(name: str) -> list[list[str]]:
    text = (resources.files("shouwang.policy") / "data" / name).read_text(encoding="utf-8")
    return list(csv.reader(text.splitlines()))[1:]


def test_the_tables_hold_every_province_and_prefecture_once() -> None:
    codes = [code for code, *_ in rows("prefectures.csv")]
    assert len(codes) == len(set(codes))
    assert sum(len(code) == 2 for code in codes) == 34
    assert sum(len(code) == 4 for code in codes) == 333 + 1  # and an abolished one that people still say


def test_every_written_name_leads_back_to_its_own_code() -> None:
    for code, full, short in [*rows("prefectures.csv"), *rows("county_cities.csv")]:
        for name in (full, *filter(None, short.split("|"))):
            assert place_of(name).code == code, name


def test_every_unit_below_a_province_stands_below_one_that_is_there() -> None:
    provinces = {code for code, *_ in rows("prefectures.csv") if len(code) == 2}
    assert {code[:2] for code, *_ in [*rows("prefectures.csv"), *rows("county_cities.csv")]} <= provinces
