"""The language is kept with the user: chosen on one machine, read on every other."""

import pytest
from django.test import Client

from shouwang.accounts import writes
from shouwang.accounts.actors import system
from shouwang.accounts.models import User
from shouwang.accounts.scope import acting_as

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def signed_in() -> Client:
    client = Client(headers={"Accept-Language": "zh-hans"})
    with acting_as(system()):
        client.force_login(User.objects.get(username="reader"), backend=BACKEND)
    return client


@pytest.fixture
def reader() -> Client:
    with acting_as(system()) as operator:
        post = writes.NewPost("reader", "command_office", "001001001", full_name="reader", password="a long enough one")
        assert writes.give_posts([post], by=operator)[0].taken
    return signed_in()


def language(client: Client, address: str = "/") -> str:
    return client.get(address).content.decode().partition('<html lang="')[2].partition('"')[0]


def test_the_browsers_language_counts_until_one_is_chosen(reader: Client) -> None:
    assert language(reader) == "zh-Hans"
    assert language(Client(headers={"Accept-Language": "en"}), "/account/login/") == "en"


@pytest.mark.parametrize(("chosen", "shown"), [("en", "en"), ("zh-hant", "zh-Hant")])
def test_what_is_chosen_is_kept_on_every_machine(reader: Client, chosen: str, shown: str) -> None:
    answer = reader.post("/i18n/setlang/", {"language": chosen, "next": "/"})
    assert answer.status_code == 302
    assert language(reader) == language(signed_in()) == shown


def test_nonsense_changes_nothing(reader: Client) -> None:
    reader.post("/i18n/setlang/", {"language": "tlh", "next": "/"})
    assert User.objects.get(username="reader").language == ""
    assert language(reader) == "zh-Hans"


def test_before_signing_in_the_choice_is_kept_in_the_browser() -> None:
    client = Client(headers={"Accept-Language": "zh-hans"})
    client.post("/i18n/setlang/", {"language": "zh-hant", "next": "/account/login/"})
    assert language(client, "/account/login/") == "zh-Hant"


def test_no_way_out_of_the_product_through_next(reader: Client) -> None:
    answer = reader.post("/i18n/setlang/", {"language": "en", "next": "https://elsewhere.example/"})
    assert "elsewhere" not in answer["Location"]
