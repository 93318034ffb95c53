"""The paper form, typed by the office on one screen."""

from typing import Any

import pytest
from django.urls import reverse

from shouwang.accounts.actors import Actor
from shouwang.arrivals import reads as arrivals
from shouwang.lib.ids import uuid7
from shouwang.quarantine.tests.conftest import number
from shouwang.residents.models import HelpRequest
from shouwang.residents.tests.conftest import (
    VILLAGE,
)

pytestmark = pytest.mark.django_db


def test_a_paper_form_is_typed_on_one_screen(county: Actor, login: Any) -> None:
    client = login(VILLAGE, "village_officer")
    said = {
        "key": str(uuid7()), "full_name": "钱样七", "id_number": number(77), "phone": "16900000077", "area": VILLAGE, "address": "7号",
        "from_place": "湖北省武汉市", "arrived_on": "2020-02-04", "help_kind": "medicine", "help_words": "降压药",
    }  # fmt: skip
    for _ in range(2):
        response = client.post(reverse("residents:paper"), said)
        assert response.status_code == 302, response.content.decode()
    assert HelpRequest.objects.get().words == "降压药"
    found = arrivals.find([number(77)], by=county)
    assert found[0] is not None
    assert len(arrivals.of_person(found[0].person_id, by=county)) == 1


def test_a_paper_form_is_taken_whole_or_not_at_all(county: Actor, login: Any) -> None:
    client = login(VILLAGE, "village_officer")
    said = {"key": str(uuid7()), "full_name": "钱样七", "phone": "16900000077", "area": VILLAGE, "from_place": "武汉", "arrived_on": "2020-02-04"}
    response = client.post(reverse("residents:paper"), said | {"id_number": "12345", "help_kind": "errand", "help_words": "rice"})
    assert response.status_code == 200
    assert 'value="12345"' in response.content.decode()
    response = client.post(reverse("residents:paper"), {"key": str(uuid7()), "full_name": "钱样七", "area": VILLAGE})
    assert "至少填一项" in response.content.decode()
    assert HelpRequest.objects.count() == 0
    assert arrivals.find([number(77)], by=county) == [None]
