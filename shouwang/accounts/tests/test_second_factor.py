"""A password alone opens nothing but the set-up of the second factor."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from shouwang.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(settings: pytest.FixtureRequest) -> tuple[Client, User]:
    settings.SECOND_FACTOR_REQUIRED = True
    user = User.objects.create_user("doctor", password="a long enough one")
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client, user


def test_without_a_second_factor_every_page_leads_to_its_set_up(signed_in: tuple[Client, User]) -> None:
    response = signed_in[0].get("/")
    assert (response.status_code, response["Location"]) == (302, "/account/2fa/")


def test_with_a_second_factor_the_pages_open(signed_in: tuple[Client, User]) -> None:
    client, user = signed_in
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert client.get("/").status_code == 403  # inside, but without a post: closed by default
