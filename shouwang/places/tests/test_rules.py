"""Codes, names, and what words mean."""

import pytest

from shouwang.lib.refusals import Refused
from shouwang.places.rules import (
    AreaMatch,
    Directory,
    Numbering,
    Place,
    area_key,
    committee,
    full_code,
    is_code,
    short_code,
)
from shouwang.places.tests.conftest import (
    COUNTY,
    EAST,
    EAST_HILL,
    LI,
    NEXT_COUNTY,
    ROWS,
    TEMPLE_COMMUNITY,
    TEMPLE_VILLAGE,
    WEST,
    WEST_HILL,
)

LEVELS = {"city": "prefecture"}


def _places() -> list[Place]:
    numbering, path_of = Numbering({}), {"": ""}
    found = []
    for code, name, level, parent, _kind in ROWS:
        level = LEVELS.get(level, level)
        path_of[code] = numbering.next(path_of[parent], level)
        found.append(Place(path_of[code], name, level))
    return found


def directory(root: str = COUNTY) -> Directory:
    places = _places()
    return Directory(
        [p for p in places if p.path.startswith(root)],
        root,
        [p for p in places if root.startswith(p.path) and p.path != root],
    )


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ("八庙社区", TEMPLE_COMMUNITY),
        ("八庙居委会", TEMPLE_COMMUNITY),
        ("八庙村", TEMPLE_VILLAGE),
        ("八庙村委会", TEMPLE_VILLAGE),
        ("八廟村", TEMPLE_VILLAGE),
        ("八庙(bāmiào)村", TEMPLE_VILLAGE),
        ("东桥镇八庙社区3号楼", TEMPLE_COMMUNITY),
        ("東橋鎮 八廟社區", TEMPLE_COMMUNITY),
        ("西桥乡濛山村", WEST_HILL),
        ("西桥濛山", WEST_HILL),
        ("东桥镇濛山村5组12号", EAST_HILL),
        ("试省试市试县东桥镇濛山", EAST_HILL),
        ("试县西桥乡大李庄村小王庄", LI),
        ("大李庄2组", LI),
        ("东桥镇", EAST),
        ("东桥", EAST),
        ("试县", COUNTY),
        ("试县西桥乡", WEST),
    ],
)
def test_words_that_say_one_place_find_it(words: str, path: str) -> None:
    assert directory().match(words) == AreaMatch(path)


@pytest.mark.parametrize("words", ["八庙", "东桥镇八庙", "濛山", "濛山村"])
def test_between_two_equal_places_nobody_guesses(words: str) -> None:
    found = directory().match(words)
    assert (found.path, found.code, len(found.candidates)) == (None, "AREA_AMBIGUOUS", 2)


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("西桥乡濠山村", [WEST_HILL]),
        ("西桥乡濠山村3组", [WEST_HILL]),
        ("大李王村", [LI]),
        ("西侨乡大李庄村", [LI]),
        ("西侨乡不知村", [WEST]),
    ],
)
def test_one_wrong_character_is_offered_never_set(words: str, offered: list[str]) -> None:
    assert directory().match(words) == AreaMatch(None, "AREA_FUZZY", offered)


def test_of_two_near_places_the_one_with_the_same_ending_comes_first() -> None:
    assert directory().match("东桥镇九庙村").candidates == [TEMPLE_VILLAGE, TEMPLE_COMMUNITY]
    assert directory().match("东桥镇九庙社区").candidates == [TEMPLE_COMMUNITY, TEMPLE_VILLAGE]


def test_two_characters_are_too_few_to_guess_in_a_whole_county() -> None:
    assert directory().match("濠山村") == AreaMatch(None, "AREA_UNKNOWN")


@pytest.mark.parametrize("words", ["", "  ", "上海市浦东新区", "文昌社区", "邻县东桥镇文昌社区"])
def test_what_lies_elsewhere_is_unknown(words: str) -> None:
    assert directory().match(words) == AreaMatch(None, "AREA_UNKNOWN")


def test_an_unknown_village_stays_at_its_township() -> None:
    assert directory().match("西桥乡无此村") == AreaMatch(None, "AREA_UNKNOWN", [WEST])


def test_the_place_above_a_post_is_not_the_post_itself() -> None:
    assert directory(EAST).match("试县") == AreaMatch(None, "AREA_UNKNOWN", [EAST])
    assert directory(EAST).match("试县东桥镇") == AreaMatch(EAST)
    assert directory(EAST).match("试县西桥乡大李庄村").path is None


def test_the_same_name_in_two_counties_is_told_apart_by_the_county() -> None:
    whole = directory("0")
    assert whole.match("东桥镇").candidates == [EAST, NEXT_COUNTY + "001"]
    assert whole.match("邻县东桥镇") == AreaMatch(NEXT_COUNTY + "001")
    assert whole.match("东桥镇文昌社区") == AreaMatch(NEXT_COUNTY + "001001")


def test_people_may_call_a_place_by_another_name() -> None:
    aliased = Directory([Place(COUNTY, "试县", "county", ("返试",)), Place(EAST, "东桥镇", "township")], COUNTY)
    assert aliased.match("返试") == AreaMatch(COUNTY)


@pytest.mark.parametrize(
    ("name", "key", "kind"),
    [
        ("崔桥二村村民委员会", "崔桥二", "villagers"),
        ("八庙社区居民委员会", "八庙", "residents"),
        ("石村村委会", "石", "villagers"),
        ("村", "村", ""),
        ("衡州监狱虚拟生活区", "衡州监狱虚拟生活区", ""),
    ],
)
def test_a_name_is_folded_to_its_bare_key(name: str, key: str, kind: str) -> None:
    assert (area_key(name), committee(name)) == (key, kind)


def test_a_code_is_kept_with_twelve_digits_and_shown_with_those_that_mean_something() -> None:
    assert full_code("411621") == "411621000000"
    assert short_code("411621101000", "township") == "411621101"
    assert short_code("411621101201-G01", "grid") == "411621101201-G01"


@pytest.mark.parametrize("text", ["", "4", "411", "41162", "0116", "4116211012", "411621101201-G01", "四一"])
def test_what_has_no_form_of_a_code_is_none(text: str) -> None:
    assert not is_code(text)
    with pytest.raises(Refused) as refusal:
        full_code(text)
    assert refusal.value.code == "code_malformed"


def test_numbers_go_on_where_they_stopped_and_end_at_999() -> None:
    numbering = Numbering({COUNTY: 7, EAST: 999})
    assert numbering.next(COUNTY, "township") == COUNTY + "008"
    assert numbering.next(COUNTY, "township") == COUNTY + "009"
    assert numbering.next(WEST, "grid") == WEST + "000001"
    with pytest.raises(Refused, match="999"):
        numbering.next(EAST, "village")
