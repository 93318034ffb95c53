"""Telephone numbers become E.164."""

import pytest

from shouwang.lib.phones import national, read_phone
from shouwang.lib.refusals import Refused


@pytest.mark.parametrize(
    "written",
    [
        "16900010001",
        16900010001,
        16900010001.0,
        "169 0001 0001",
        "169-0001-0001",
        "+86 16900010001",
        "+8616900010001",
        "008616900010001",
        "8616900010001",
        "１６９０００１０００１",
        "(+86)169 0001 0001",
        "16900010001/16900010002",
        "16900010001、16900010002",
        "\u202a16900010001",
    ],
)
def test_a_mobile_number_is_read_however_it_is_written(written: object) -> None:
    assert read_phone(written) == "+8616900010001"


@pytest.mark.parametrize(
    "written",
    [
        "0394-6221234",
        "(0394)6221234",
        "0394 6221234",
        "+86 394 6221234",
        "+86-0394-6221234",
        "０３９４－６２２１２３４",
    ],
)
def test_a_landline_is_read_with_its_area_code(written: str) -> None:
    assert read_phone(written) == "+863946221234"


def test_an_area_code_of_three_digits_is_read() -> None:
    assert read_phone("010-62212345") == "+861062212345"


def test_a_number_from_abroad_keeps_its_country() -> None:
    assert read_phone("+852 5123 4567") == "+85251234567"


@pytest.mark.parametrize("written", ["1690001000", "169000100011", "6221234", "12900010001", "电话", "+86123"])
def test_what_is_no_number_is_invalid(written: str) -> None:
    with pytest.raises(Refused) as refusal:
        read_phone(written)
    assert refusal.value.code == "PHONE_INVALID"


@pytest.mark.parametrize("written", ["", "  ", "-"])
def test_nothing_is_missing_not_invalid(written: str) -> None:
    with pytest.raises(Refused) as refusal:
        read_phone(written)
    assert refusal.value.code == "PHONE_MISSING"


@pytest.mark.parametrize(
    ("number", "shown"),
    [("+8616900010001", "16900010001"), ("+863946221234", "03946221234"), ("+85251234567", "+85251234567")],
)
def test_numbers_are_shown_as_people_here_write_them(number: str, shown: str) -> None:
    assert national(number) == shown


def test_a_country_prefix_is_looked_for_at_the_beginning_only() -> None:
    assert read_phone("16900086001") == "+8616900086001"
