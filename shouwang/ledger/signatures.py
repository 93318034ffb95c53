"""Which days are signed: known by whoever keeps the reports, asked by whoever takes something back."""

from collections.abc import Callable, Iterable
from datetime import date

AreaDay = tuple[str, date]  # an area and a statistics day
Known = Callable[[set[AreaDay]], set[AreaDay]]

_known: list[Known] = []


def supply(known: Known) -> None:
    """Say who knows; called once, when everything is loaded."""
    _known[:] = [known]


def signed(asked: Iterable[AreaDay]) -> set[AreaDay]:
    """Those of these areas and days of which a report is signed, there or above."""
    wanted = set(asked)
    return _known[0](wanted) if _known and wanted else set()
