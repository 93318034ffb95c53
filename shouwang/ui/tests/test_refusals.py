"""A refusal reaches the reader as its sentence, and leaves nothing half written."""

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation

from shouwang.lib.refusals import Refused
from shouwang.ui.refusals import RefusalPages

pytestmark = pytest.mark.django_db


def answered(failure: Exception, **headers: str) -> HttpResponse | None:
    request = RequestFactory().post("/", headers=headers)
    with translation.override("en"):
        return RefusalPages(lambda _request: HttpResponse()).process_exception(request, failure)


def test_the_sentence_is_shown_with_its_facts() -> None:
    answer = answered(Refused("no_room", "Room %(room)s is not free.", room="<7>"))
    assert answer.status_code == 409
    assert "Room &lt;7&gt; is not free." in answer.content.decode()


@pytest.mark.parametrize(
    ("code", "status"), [("not_permitted", 403), ("out_of_area", 404), ("not_found", 404), ("x", 409)]
)
def test_what_lies_elsewhere_looks_as_if_it_did_not_exist(code: str, status: int) -> None:
    answer = answered(Refused(code, "It lies in village X."))
    assert answer.status_code == status
    assert ("village X" in answer.content.decode()) is (status != 404)


def test_a_fragment_gets_a_notice_above_the_page() -> None:
    answer = answered(Refused("x", "No."), hx_request="true")
    assert answer["HX-Retarget"] == "#messages"
    assert "<html" not in answer.content.decode()


def test_other_failures_are_none_of_its_business() -> None:
    assert answered(ValueError("x")) is None


def test_nothing_stays_half_written() -> None:
    users = get_user_model().objects
    with transaction.atomic():
        users.create_user("half")
        answered(Refused("x", "No."))
    assert not users.filter(username="half").exists()
