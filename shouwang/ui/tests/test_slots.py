"""A page shows the links that higher features put into its slot, as far as the reader may follow them."""

from dataclasses import dataclass

import pytest

from shouwang.ui import slots
from shouwang.ui.slots import Slot


@dataclass(frozen=True)
class Reader:
    """Somebody who may do some things."""

    allowed: tuple[str, ...] = ()

    def can(self, permission: str) -> bool:
        """Whether this is among them."""
        return permission in self.allowed


@pytest.fixture(autouse=True)
def filled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two links for areas, of which one is there twice, and one for units."""
    monkeypatch.setattr(slots, "_slots", [])
    report = Slot("area", "report", "/report/{}".format, "see reports")
    slots.fill(report, report, Slot("area", "map", "/map/{}".format), Slot("unit", "staff", str))


def test_each_link_stands_once_with_the_key_of_the_page() -> None:
    found = slots.links("area", "001", Reader(("see reports",)))
    assert [(tab.label, tab.url) for tab in found] == [("report", "/report/001"), ("map", "/map/001")]


def test_who_may_not_follow_a_link_does_not_see_it() -> None:
    assert [tab.label for tab in slots.links("area", "001", Reader())] == ["map"]
