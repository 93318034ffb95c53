"""The page of components stands in every language, under the policy, for those who are signed in."""

import pytest
from django.contrib.auth import get_user_model
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

pytestmark = pytest.mark.django_db
LANGUAGES = ("zh-hans", "zh-hant", "en")


@pytest.fixture
def client(settings: pytest.FixtureRequest) -> Client:
    settings.SECOND_FACTOR_REQUIRED = False
    client = Client()
    client.force_login(
        get_user_model().objects.create_user("reader"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


@pytest.mark.parametrize(("language", "tag"), [("zh-hans", "zh-Hans"), ("zh-hant", "zh-Hant"), ("en", "en")])
def test_the_components_stand_in_every_language(client: Client, language: str, tag: str) -> None:
    client.cookies["django_language"] = language
    answer = client.get("/ui/")
    assert answer.status_code == 200
    assert f'<html lang="{tag}">' in answer.content.decode()


def test_the_policy_allows_only_our_own_scripts_and_styles(client: Client) -> None:
    policy = client.get("/ui/")["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_the_list_sorts_and_turns_pages(client: Client) -> None:
    first = client.get("/ui/?sort=-name").content.decode()
    assert 'aria-sort="descending"' in first
    assert "?sort=-name&amp;page=2" in first
    assert 'rel="prev"' in client.get("/ui/?sort=-name&page=2").content.decode()


def test_a_pretended_import_moves_on_until_it_is_done(client: Client) -> None:
    assert "done=60" in client.get("/ui/progress?done=0").content.decode()
    assert "hx-get" not in client.get("/ui/progress?done=180").content.decode()
    assert client.get("/ui/progress?done=x").status_code == 200


def test_revealing_asks_for_a_reason(client: Client) -> None:
    assert 'name="reason"' in client.get("/ui/reveal").content.decode()


def test_actions_of_the_page_change_nothing(client: Client) -> None:
    assert client.post("/ui/act", {"selected": ["1", "2"]}).url == "/ui/"
    assert client.get("/ui/act").status_code == 405


@pytest.mark.parametrize("address", ["/ui/", "/ui/reveal", "/ui/progress", "/ui/act"])
def test_a_stranger_is_asked_to_sign_in(address: str) -> None:
    assert Client().get(address).url.startswith("/account/login/")


def test_the_language_can_be_changed_where_one_is(client: Client) -> None:
    answer = client.post("/i18n/setlang/", {"language": "en", "next": "/ui/"})
    assert answer.url == "/ui/"
    assert client.cookies["django_language"].value == "en"


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "429", "500"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_errors_are_told_in_words_also_without_a_request(code: str, language: str) -> None:
    with translation.override(language):
        page = render_to_string(f"{code}.html")
    assert 'href="/"' in page
    assert code[:3] not in page.split("<body")[1].split('class="entrance-main"')[1]


def test_an_unknown_address_is_answered_by_our_page(client: Client) -> None:
    client.cookies["django_language"] = "en"
    answer = client.get("/no/such/page/with/张三/")
    assert answer.status_code == 404
    assert "张三" not in answer.content.decode()
    assert "Nothing is here" in answer.content.decode()


@pytest.mark.parametrize(
    "address", ["/account/login/", "/account/signup/", "/account/password/reset/", "/account/inactive/"]
)
def test_pages_before_the_door_are_ours(address: str) -> None:
    page = Client().get(address, follow=True).content.decode()
    assert 'class="entrance"' in page
    assert 'class="brand-name"' in page


@pytest.mark.parametrize("address", ["/account/2fa/", "/account/password/change/", "/account/sessions/"])
def test_pages_of_the_own_account_are_ours(client: Client, address: str) -> None:
    page = client.get(address, follow=True).content.decode()
    assert 'class="brand-name"' in page
    assert 'name="language" value="zh-hant"' in page


def test_nobody_signs_up() -> None:
    page = Client(headers={"accept-language": "en"}).get("/account/signup/").content.decode()
    assert '<input type="password"' not in page
    assert "Accounts are given by the office" in page


def test_a_page_has_one_title_for_the_window_and_the_page(client: Client) -> None:
    client.cookies["django_language"] = "en"
    page = client.get("/ui/").content.decode()
    assert "<title>Components · 守望 Shouwang</title>" in page
    assert '<h1 class="page-title">Components</h1>' in page
