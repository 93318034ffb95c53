"""Small numbers in public tables below township level (DOMAIN 3.28): 1 to 4 is shown as “<5”, and nothing can be computed back.

The sum over the cells is public: it stands in the table of the level above. So where the hidden cells could be worked out from
it, further cells are withheld, the smallest first, until every hidden cell has at least two possible values.
"""

from collections.abc import Mapping

SMALLEST = 5
FEW = "<5"
WITHHELD = "*"
Shown = dict[str, int | str]


def protect(cells: Mapping[str, int]) -> Shown:
    """The cells as they may be published beside their exact sum: numbers, “<5”, or “*” for a number that is withheld to protect another."""
    shown: Shown = {name: FEW if 0 < number < SMALLEST else number for name, number in cells.items()}
    while _gives_away(cells, shown):
        candidates = [name for name, value in shown.items() if isinstance(value, int)]
        if not candidates:
            return dict.fromkeys(cells, WITHHELD)  # one place alone, or all of them at their limit: say nothing
        shown[min(candidates, key=lambda name: (cells[name] == 0, cells[name], name))] = WITHHELD
    return shown


def _gives_away(cells: Mapping[str, int], shown: Shown) -> bool:
    """Whether some hidden cell has one possible value only, given everything that is shown and the sum."""
    few = sum(value == FEW for value in shown.values())
    withheld = sum(value == WITHHELD for value in shown.values())
    rest = sum(cells.values()) - sum(value for value in shown.values() if isinstance(value, int))
    if few == 0:
        return False
    if withheld == 0:
        return few == 1 or rest in (few, few * (SMALLEST - 1))  # one alone is the rest itself; else all of them 1, or all of them 4
    return rest == few  # all of them 1 and the withheld ones 0
