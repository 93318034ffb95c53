"""Classes of the map cover every value once; a drawn board is good for a moment."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from shouwang.situation import rules

NOW = datetime(2020, 2, 5, 10, 0, 30, tzinfo=UTC)


@given(st.lists(st.integers(0, 5000), max_size=40))
def test_every_value_lies_in_exactly_one_class(values: list[int]) -> None:
    ranges = rules.bounds(values)
    assert len(ranges) <= rules.CLASSES + 1
    for value in values:
        assert [low <= value <= high for low, high in ranges].count(True) == 1
        assert ranges[rules.class_of(value, ranges)][0] <= value


def test_nothing_anywhere_is_one_class() -> None:
    assert rules.bounds([0, 0]) == rules.bounds([]) == [(0, 0)]


def test_a_board_changes_with_every_record_and_every_minute() -> None:
    versions = {rules.version(7, NOW), rules.version(8, NOW), rules.version(7, NOW + timedelta(minutes=1)), rules.version(7, NOW + timedelta(seconds=29))}
    assert len(versions) == 3


def test_a_board_is_drawn_at_most_every_ten_seconds() -> None:
    assert rules.is_good("1-1", NOW, "2-1", NOW + timedelta(seconds=9))
    assert not rules.is_good("1-1", NOW, "2-1", NOW + timedelta(seconds=10))
    assert rules.is_good("1-1", NOW, "1-1", NOW + timedelta(hours=1))
