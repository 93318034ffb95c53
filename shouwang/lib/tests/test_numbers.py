"""Temperatures, quantities, yes and no, as they are typed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwang.lib.numbers import (
    AWAY,
    MEASURED,
    NORMAL,
    NOT_MEASURED,
    read_bool,
    read_count,
    read_quantity,
    read_temperature,
)
from shouwang.lib.refusals import Refused

LOW, HIGH = Decimal("34.0"), Decimal("43.0")


@pytest.mark.parametrize(
    ("written", "degrees"),
    [
        ("36.5", "36.5"),
        (36.5, "36.5"),
        (37, "37.0"),
        ("36。8", "36.8"),
        ("36,8", "36.8"),
        ("36，8", "36.8"),
        ("36度6", "36.6"),
        ("36.5℃", "36.5"),
        ("36.5°C", "36.5"),
        ("36.5 度", "36.5"),
        ("３６．５", "36.5"),
        ("36 .5", "36.5"),
        ("36.50", "36.5"),
        (36.6000000001, "36.6"),
        ("36:8", "36.8"),
    ],
)
def test_a_temperature_is_read_however_it_is_written(written: object, degrees: str) -> None:
    reading = read_temperature(written, LOW, HIGH)
    assert (reading.value, reading.kind) == (Decimal(degrees), MEASURED)


def test_a_second_decimal_is_rounded_so_that_fever_stays_visible() -> None:
    assert read_temperature("37.25", LOW, HIGH).value == Decimal("37.3")


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("正常", NORMAL),
        ("体温正常", NORMAL),
        ("未测", NOT_MEASURED),
        ("—", NOT_MEASURED),
        ("-", NOT_MEASURED),
        ("", NOT_MEASURED),
        (None, NOT_MEASURED),
        ("外出", AWAY),
    ],
)
def test_words_never_become_a_number(written: object, kind: str) -> None:
    reading = read_temperature(written, LOW, HIGH)
    assert (reading.value, reading.kind) == (None, kind)


@pytest.mark.parametrize("written", ["365", 365, "33.9", "43.1", "36.5 36.6", "abc", "36.5,咳嗽", "0", True, "1e3"])
def test_an_implausible_temperature_is_refused_not_mended(written: object) -> None:
    with pytest.raises(Refused) as refusal:
        read_temperature(written, LOW, HIGH)
    assert refusal.value.code == "TEMP_IMPLAUSIBLE"


@given(st.decimals(LOW, HIGH, places=1))
def test_every_plausible_tenth_is_taken_as_it_is(degrees: Decimal) -> None:
    assert read_temperature(str(degrees), LOW, HIGH).value == degrees


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("3.5万元", 35000),
        ("约100,000", 100000),
        ("1万个", 10000),
        ("100", 100),
        (100.0, 100),
        (12, 12),
        ("12 只", 12),
        ("１００", 100),
        ("2.5亿", 250000000),
        ("3千", 3000),
        ("1,234.5元", Decimal("1234.5")),
        ("-5", -5),
        ("3万余只", 30000),
    ],
)
def test_a_quantity_is_read_with_its_words(written: object, amount: object) -> None:
    assert read_quantity(written) == amount


@pytest.mark.parametrize("written", ["", None, "不详", "10箱5个", "若干", "1.2.3", "1,00", "3-5"])
def test_what_is_no_quantity_is_refused(written: object) -> None:
    with pytest.raises(Refused) as refusal:
        read_quantity(written)
    assert refusal.value.code == "QTY_NOT_NUMBER"


def test_a_count_is_whole_and_not_negative() -> None:
    assert read_count("45岁") == 45
    assert read_count(3.0) == 3
    for wrong in ("1.5", "-1"):
        with pytest.raises(Refused):
            read_count(wrong)


@pytest.mark.parametrize(
    ("written", "answer"),
    [
        ("是", True),
        ("有", True),
        ("√", True),
        ("Y", True),
        ("否", False),
        ("无", False),
        ("無", False),
        ("×", False),
        ("n", False),
        ("", None),
        (None, None),
        (True, True),
        (False, False),
        (1, True),
        (0, False),
    ],
)
def test_yes_and_no_are_read(written: object, answer: bool | None) -> None:
    assert read_bool(written) is answer


def test_neither_yes_nor_no_is_an_unknown_value() -> None:
    with pytest.raises(Refused) as refusal:
        read_bool("也许")
    assert refusal.value.code == "UNKNOWN_VALUE"
