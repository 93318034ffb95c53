"""Keys that were kept come back as they were, whatever their order and kind."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as some

from shouwang.reports.rules import packed, unpacked


@given(some.sets(some.uuids() | some.integers() | some.text("0123456789abc -", min_size=1)))
def test_keys_come_back(keys: set[UUID | int | str]) -> None:
    assert unpacked(packed(keys)) == {str(key): None for key in keys}


@given(some.lists(some.uuids(), min_size=1))
def test_order_and_repetition_make_no_difference(keys: list[UUID]) -> None:
    assert packed(keys) == packed([*reversed(keys), *keys])


@given(some.dictionaries(some.text("0123456789abc -\t", min_size=1), some.integers()))
def test_what_each_adds_comes_back_and_nothing_is_kept_of_what_adds_nothing(weights: dict[str, int]) -> None:
    assert unpacked(packed(weights)) == {key: weight for key, weight in weights.items() if weight}
