"""What the operator watches says how it is, and what to do; a copy made a moment ago is no reason to worry."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from shouwang.accounts.actors import system
from shouwang.accounts.models import User
from shouwang.accounts.scope import acting_as
from shouwang.lib import clocks
from shouwang.project import copies, watch
from shouwang.ui.outlines import Look


@pytest.fixture
def kept_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own, in which nothing was copied yet."""
    monkeypatch.setenv("SHOUWANG_HOME", str(tmp_path))
    return tmp_path


def last_copy() -> Look:
    return watch._last_copy(system(), clocks.now())


@pytest.mark.parametrize(("hours", "tone"), [(1, "good"), (30, "warn"), (80, "alert")])
def test_the_age_of_the_last_copy_decides(kept_at: Path, hours: int, tone: str) -> None:
    copies._note({"made_at": (clocks.now() - timedelta(hours=hours)).isoformat()})
    assert last_copy().tone == tone


@pytest.mark.parametrize("written", [None, "", "yesterday"])
def test_no_copy_is_an_alarm(kept_at: Path, written: str | None) -> None:
    if written is not None:
        (kept_at / copies.LAST_COPY).write_text(written)
    assert last_copy().tone == "alert"


def test_a_copy_counts_even_where_it_cannot_be_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOUWANG_HOME", "/proc/nowhere")
    copies._note({"made_at": clocks.now().isoformat()})
    assert copies.last_made() is None


def page(name: str) -> str:
    client = Client()
    with acting_as(system()):
        user = User.objects.get(username=name)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    response = client.get("/installation")
    return response.content.decode() if response.status_code == 200 else str(response.status_code)


def test_the_operator_sees_everything_that_is_watched_and_nobody_else_does(demo: None) -> None:
    shown = page("operator")
    assert shown.count('<li class="look ') == len(watch.LOOKS)
    assert page("township") == page("county") == "404"


def test_posts_that_nobody_holds_are_found_by_area(demo: None) -> None:
    with acting_as(system()) as by:
        empty = watch.areas_without_holder(by)
        village = next(post.area for post in User.objects.get(username="village").posts.all())
    assert village not in empty
    assert len(empty) > 10


def test_on_my_day_it_counts_what_is_not_well(demo: None, kept_at: Path) -> None:
    with acting_as(system()) as by:
        [duty] = watch.due(by, clocks.now())
        assert duty.late >= 1
        looks = watch.looks(by, clocks.now())
    assert duty.count == sum(look.tone in ("warn", "alert") for look in looks)
