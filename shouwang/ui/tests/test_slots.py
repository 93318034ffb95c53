"""A page shows the links that higher features put into its slot, as far as the reader may follow them."""

from dataclasses import dataclass

import pytest
from django.template import RequestContext, Template
from django.test import RequestFactory

from shouwang.ui import slots
from shouwang.ui.slots import Fragment, Slot


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
    monkeypatch.setattr(slots, "_fragments", [])
    report = Slot("area", "report", "/report/{}".format, "see reports")
    slots.fill(report, report, Slot("area", "map", "/map/{}".format), Slot("unit", "staff", str))


def test_each_link_stands_once_with_the_key_of_the_page() -> None:
    found = slots.links("area", "001", Reader(("see reports",)))
    assert [(tab.label, tab.url) for tab in found] == [("report", "/report/001"), ("map", "/map/001")]


def test_who_may_not_follow_a_link_does_not_see_it() -> None:
    assert [tab.label for tab in slots.links("area", "001", Reader())] == ["map"]


def test_fragments_stand_in_their_order_as_far_as_the_reader_may_see_them() -> None:
    slots.fill(
        Fragment("person", "log", "/log/{}".format, "see the log", order=90),
        Fragment("person", "measure", "/measure/{}".format, "see measures", order=20),
        Fragment("household", "late", "/late/{}".format),
    )
    reader = Reader(("see the log", "see measures"))
    assert [part.url for part in slots.parts("person", 7, reader)] == ["/measure/7", "/log/7"]
    assert [part.label for part in slots.parts("person", 7, Reader())] == []
    assert [part.url for part in slots.parts("household", 7, Reader())] == ["/late/7"]


def test_a_page_names_each_part_before_it_is_there() -> None:
    slots.fill(Fragment("person", "Checks & alerts", "/checks/{}".format))
    request = RequestFactory().get("/")
    request.actor = Reader()
    page = Template('{% load ui %}{% fragments "person" 7 %}').render(RequestContext(request))
    assert 'hx-get="/checks/7"' in page
    assert "Checks &amp; alerts" in page
