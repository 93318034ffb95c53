"""A page shows the links that higher features put into its slot, as far as the reader may follow them."""

import pytest

from shouwang.accounts.actors import Actor, system
from shouwang.accounts.choices import Permission
from shouwang.ui import slots
from shouwang.ui.slots import Slot


@pytest.fixture(autouse=True)
def filled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots, "_slots", [])
    report = Slot("area", "report", lambda key: f"/report/{key}", Permission.VIEW_REPORTS)
    slots.fill(report, report, Slot("area", "map", lambda key: f"/map/{key}"), Slot("unit", "staff", lambda key: key))


def test_each_link_stands_once_with_the_key_of_the_page() -> None:
    assert [(tab.label, tab.url) for tab in slots.links("area", "001", system())] == [
        ("report", "/report/001"),
        ("map", "/map/001"),
    ]


def test_who_may_not_follow_a_link_does_not_see_it() -> None:
    driver = Actor(None, None, "driver", "001")
    assert [tab.label for tab in slots.links("area", "001", driver)] == ["map"]
