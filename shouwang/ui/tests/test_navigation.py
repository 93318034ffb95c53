"""The menu shows what a post is permitted, and marks where the reader is."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from shouwang.ui import navigation, trail
from shouwang.ui.icons import UnknownIcon
from shouwang.ui.navigation import NavEntry


@dataclass
class SomeActor:
    allowed: tuple[str, ...] = ()

    def can(self, permission: str) -> bool:
        return permission in self.allowed


@pytest.fixture(autouse=True)
def own_menu(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(navigation, "_entries", [])
    navigation.register(
        NavEntry("Sessions", "usersessions_list", "device-desktop", "see", order=20),
        NavEntry("Components", "ui:components", "layout-grid", order=10),
    )
    return


@pytest.fixture(autouse=True)
def own_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trail, "_source", trail._Source())


def test_entries_stand_in_order_and_only_if_permitted() -> None:
    assert [link.label for link in navigation.links_for(SomeActor(), "/")] == ["Components"]
    assert [link.label for link in navigation.links_for(SomeActor(("see",)), "/")] == ["Components", "Sessions"]


def test_without_a_post_there_is_no_menu() -> None:
    assert navigation.links_for(None, "/") == []


def test_the_page_one_is_on_is_marked() -> None:
    here = [link.label for link in navigation.links_for(SomeActor(("see",)), "/ui/reveal") if link.here]
    assert here == ["Components"]


def test_registering_twice_changes_nothing() -> None:
    navigation.register(NavEntry("Components", "ui:components", "layout-grid", order=10))
    assert len(navigation._entries) == 2


def test_an_entry_with_an_unknown_icon_is_refused_at_start() -> None:
    with pytest.raises(UnknownIcon):
        NavEntry("X", "ui:components", "no-such-icon")


def test_the_way_down_begins_at_the_own_area() -> None:
    trail.supply(lambda wanted: {path: f"area {path}" for path in wanted}, lambda path: f"/places/{path}/")
    crumbs = trail.crumbs("001001001002003", top="001001001")
    assert [crumb.label for crumb in crumbs] == ["area 001001001", "area 001001001002", "area 001001001002003"]
    assert crumbs[1].url == "/places/001001001002/"


def test_a_page_is_narrowed_up_the_way_down_into_an_area_and_over_to_its_neighbours() -> None:
    here = "001001001002"
    near = [(f"{here}001", "inside"), (f"{here}000004", "inside, a level left out"), ("001001001003", "beside")]
    trail.supply(lambda wanted: {path: path[-1] for path in wanted}, near=lambda path, top: near if (path, top) == (here, "001001001") else [])
    within = trail.within(here, "001001001", lambda path: f"?area={path}" if path else "?")
    assert within.here == "2"
    assert [crumb.url for crumb in within.up] == ["?"]
    assert [crumb.label for crumb in within.below] == ["inside", "inside, a level left out"]
    assert [crumb.url for crumb in within.beside] == ["?area=001001001003"]
    assert not trail.within("001001001", "001001001", str)


def test_an_area_without_a_name_is_shown_as_its_path() -> None:
    assert trail.names(["001", ""]) == {"001": "001"}
