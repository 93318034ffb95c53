"""Whatever is published, nobody computes a small number back."""

from collections.abc import Iterable
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from shouwang.reports.rules.small_numbers import FEW, WITHHELD, protect

CELLS = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 9), min_size=1, max_size=4)
HIGHEST = 40


def possible(shown: dict[str, int | str], total: int) -> list[tuple[int, ...]]:
    """Every table that a reader can think of behind what is shown, knowing the sum."""
    ranges: list[Iterable[int]] = [range(1, 5) if value == FEW else range(HIGHEST) if value == WITHHELD else [int(value)] for value in shown.values()]
    return [cells for cells in product(*ranges) if sum(cells) == total]


@given(CELLS)
@settings(max_examples=300, deadline=None)
def test_every_small_cell_has_two_possible_values_at_least(cells: dict[str, int]) -> None:
    shown = protect(cells)
    if len(cells) == 1 or set(shown.values()) == {WITHHELD}:
        assert not any(0 < number < 5 and shown[name] == number for name, number in cells.items())
        return
    tables = possible(shown, sum(cells.values()))
    for at, (name, number) in enumerate(cells.items()):
        if 0 < number < 5:
            assert shown[name] in (FEW, WITHHELD)
            assert len({table[at] for table in tables}) > 1, (cells, shown)


@given(CELLS)
def test_no_number_is_changed(cells: dict[str, int]) -> None:
    assert all(value in (FEW, WITHHELD) or value == cells[name] for name, value in protect(cells).items())


def test_examples() -> None:
    assert protect({"a": 3, "b": 10, "c": 0}) == {"a": FEW, "b": WITHHELD, "c": 0}
    assert protect({"a": 3, "b": 2, "c": 9}) == {"a": FEW, "b": FEW, "c": 9}
    assert protect({"a": 1, "b": 1, "c": 9}) == {"a": FEW, "b": FEW, "c": WITHHELD}
    assert protect({"a": 6, "b": 0}) == {"a": 6, "b": 0}
    assert protect({"a": 2}) == {"a": WITHHELD}
    assert protect({}) == {}
