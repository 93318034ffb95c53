"""Names: one key for both scripts, initials as the family name is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwang.lib.names import differ_by_one, given_key, initials, name_key, surname, tidy_name


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("张 三", "张三"),
        (" 张　三 ", "张三"),
        ("欧 阳 锋", "欧阳锋"),
        ("買買提.艾力", "買買提·艾力"),
        ("买买提 • 艾力", "买买提·艾力"),
        ("John  Smith", "John Smith"),
        ("張三豐", "張三豐"),
        ("张三\u200b", "张三"),
        ("Ｊｏｈｎ", "John"),
    ],
)
def test_a_name_is_kept_as_written_but_tidy(written: str, kept: str) -> None:
    assert tidy_name(written) == kept


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("張三豐", "张三丰"),
        ("李發", "李发"),
        ("李髮", "李发"),
        ("鍾馗", "钟馗"),
        ("锺馗", "钟馗"),
        ("陳後主", "陈后主"),
        ("臺靜農", "台静农"),
        ("范 蠡", "範蠡"),
        ("沈括", "瀋括"),
        ("买买提·艾力", "买买提艾力"),
        ("John Smith", "JOHN  SMITH"),
        ("⻩⻢", "黄马"),
        ("裏", "里"),
    ],
)
def test_a_name_that_differs_only_in_script_has_the_same_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


def test_different_names_have_different_keys() -> None:
    assert name_key("张三") != name_key("章三")


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("单雄信", "sxx"),
        ("單雄信", "sxx"),
        ("解放", "xf"),
        ("曾国藩", "zgf"),
        ("仇和", "qh"),
        ("区小明", "oxm"),
        ("朴树", "ps"),
        ("查良镛", "zly"),
        ("盖叫天", "gjt"),
        ("尉迟恭", "ycg"),
        ("万俟卨", "mqx"),
        ("欧阳锋", "oyf"),
        ("张三", "zs"),
        ("吕布", "lb"),
        ("买买提·艾力", "mmtal"),
        ("John Smith", "js"),
        ("張 Peter", "zp"),
    ],
)
def test_initials_follow_the_reading_of_the_family_name(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_a_polyphonic_character_in_the_given_name_is_read_as_usual() -> None:
    assert initials("张单") == "zd"


@pytest.mark.parametrize(
    ("key", "family", "given_name"),
    [("张三丰", "张", "三丰"), ("欧阳锋", "欧阳", "锋"), ("欧阳", "欧", "阳"), ("", "", "")],
)
def test_the_family_name_is_told_from_the_given_name(key: str, family: str, given_name: str) -> None:
    assert (surname(key), given_key(key)) == (family, given_name)


@pytest.mark.parametrize(
    ("one", "other"), [("张三", "张山"), ("张三", "张三丰"), ("张三丰", "张丰"), ("张三丰", "三丰")]
)
def test_one_character_exchanged_added_or_left_out_is_a_variant(one: str, other: str) -> None:
    assert differ_by_one(one, other)
    assert differ_by_one(other, one)


@pytest.mark.parametrize(
    ("one", "other"), [("张三", "张三"), ("张三", "李四"), ("张三丰", "三张丰"), ("张三", "张三丰收"), ("", "")]
)
def test_equal_names_and_other_names_are_no_variants(one: str, other: str) -> None:
    assert not differ_by_one(one, other)


@given(st.text(max_size=12))
def test_a_key_is_its_own_key(text: str) -> None:
    key = name_key(text)
    assert name_key(key) == key


@given(st.text(max_size=12))
def test_tidying_twice_changes_nothing(text: str) -> None:
    once = tidy_name(text)
    assert tidy_name(once) == once
