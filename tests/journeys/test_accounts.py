"""Whoever signs in: the second factor set up on the first day, a lost phone, a foreign machine, too many tries, no post, another post."""

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Browser, Page, expect

from conftest import DEMO_NOW
from shouwang.accounts.actors import system
from shouwang.accounts.models import Post
from shouwang.accounts.scope import acting_as
from shouwang.accounts.writes import end_posts
from shouwang.demo.posts import PASSWORD
from tests.journeys.axe import faults
from tests.journeys.conftest import WIDE, keep, sign_in

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "owner"]), pytest.mark.usefixtures("demo")]
OTHER_PASSWORD = "小麦-0411-收割机"


@pytest.fixture
def guarded(settings: Any) -> None:
    """A password alone is not enough, as it is outside tests."""
    settings.SECOND_FACTOR_REQUIRED = True


def six_digits(secret: str, step: int = 0) -> str:
    """What the authenticator app shows now, or (``step`` 1) half a minute later: a code opens once."""
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counters[len(counters) // 2] + step))


def seen(page: Page, name: str) -> None:
    """Pictures of a page, and nothing on it that shuts anybody out."""
    keep(page, f"account-{name}")
    assert not faults(page)


def sign_out(page: Page) -> None:
    page.context.clear_cookies()


def give_password(page: Page, username: str, password: str = PASSWORD) -> None:
    page.goto("/account/login/")
    page.fill("[name=login]", username)
    page.fill("[name=password]", password)
    page.click("main button[type=submit]")


def press(page: Page, words: str) -> None:
    """The button or link of the page with these words."""
    main = page.locator("main")
    main.get_by_role("button", name=words, exact=True).or_(main.get_by_role("link", name=words, exact=True)).first.click()


def test_the_first_day_a_lost_phone_and_a_paper_code(page: Page, guarded: None) -> None:
    page.goto("/")
    seen(page, "sign-in")
    give_password(page, "doctor", "not the password")
    expect(page.locator("main [role=alert]").first).to_contain_text("用户名或密码不对")
    seen(page, "wrong-password")
    give_password(page, "doctor")
    page.goto("/quarantine/round/")  # a password alone leads nowhere but here
    expect(page.locator("h1")).to_have_text("第二重验证和通行密钥")
    seen(page, "factors-none")
    press(page, "设置")
    seen(page, "totp")
    page.fill("[name=code]", "000000")
    press(page, "设置")
    expect(page.locator("main")).to_contain_text("这个验证码打不开")
    seen(page, "totp-wrong")
    secret = (page.locator(".secret").text_content() or "").strip()
    page.fill("[name=code]", six_digits(secret))
    press(page, "设置")
    expect(page.locator(".codes li")).to_have_count(10)
    seen(page, "recovery-codes")
    paper = page.locator(".codes li").first.inner_text()
    page.goto("/account/2fa/")
    seen(page, "factors-app")
    page.goto("/quarantine/round/")
    expect(page.locator("h1")).to_have_text(re.compile("巡查"))

    sign_out(page)
    give_password(page, "doctor")
    expect(page.locator("h1")).to_have_text("第二重验证")
    seen(page, "second-factor")
    page.fill("[name=code]", "123456")
    press(page, "登录")
    expect(page.locator("main")).to_contain_text("这个验证码打不开")
    page.fill("[name=code]", six_digits(secret, 1))
    press(page, "登录")
    expect(page.locator("h1")).to_have_text("我的一天")

    sign_out(page)  # the phone is lost: a code from the paper opens once
    give_password(page, "doctor")
    page.fill("[name=code]", paper)
    press(page, "登录")
    expect(page.locator("h1")).to_have_text("我的一天")
    sign_out(page)
    give_password(page, "doctor")
    page.fill("[name=code]", paper)
    press(page, "登录")
    expect(page.locator("main")).to_contain_text("这个验证码打不开")


def test_a_fingerprint_opens_without_a_password(page: Page, live_server: Any, guarded: None) -> None:
    machine = page.context.new_cdp_session(page)
    machine.send("WebAuthn.enable")
    able = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True}
    machine.send("WebAuthn.addVirtualAuthenticator", {"options": able})
    give_password(page, "village")
    page.goto("/account/2fa/webauthn/add/")
    page.fill("[name=name]", "办公室电脑")
    if (box := page.locator("[name=passwordless]")).count():
        box.check()
    seen(page, "passkey-add")
    press(page, "添加")
    page.wait_for_url(lambda address: not address.endswith("/add/"))
    seen(page, "passkey-added")
    page.goto("/account/2fa/webauthn/")
    expect(page.locator("main section.card")).to_contain_text("办公室电脑")
    seen(page, "passkeys")
    press(page, "重命名")
    page.fill("[name=name]", "窗口电脑")
    seen(page, "passkey-rename")
    press(page, "保存")
    expect(page.locator("main")).to_contain_text("窗口电脑")
    sign_out(page)
    page.goto("/account/login/")
    press(page, "用通行密钥登录")
    expect(page.locator("h1")).to_have_text("我的一天")
    page.goto("/account/2fa/webauthn/")
    press(page, "移除")
    seen(page, "passkey-remove")


def test_a_foreign_machine_is_signed_out_and_the_password_changed(page: Page, chromium: Browser, live_server: Any) -> None:
    sign_in(page, "township", PASSWORD)
    others = [chromium.new_context(base_url=str(live_server), locale="zh-CN") for _machine in range(2)]
    for other in others:
        sign_in(other.new_page(), "township", PASSWORD)
    page.goto("/account/sessions/")
    expect(page.locator("main section.card")).to_have_count(3)
    seen(page, "sessions")
    page.locator("main section.card").get_by_role("button", name="退出登录").first.click()
    page.locator("#confirm-dialog [data-confirm-yes]").click()
    expect(page.locator("main section.card")).to_have_count(2)
    page.get_by_role("button", name="其他设备全部退出登录").click()
    page.locator("#confirm-dialog [data-confirm-yes]").click()
    expect(page.locator("main section.card")).to_have_count(1)
    for other in others:
        window = other.pages[0]
        window.goto("/")
        expect(window.locator("h1")).to_have_text("登录")
        other.close()
    page.goto("/account/password/change/")
    page.fill("[name=oldpassword]", PASSWORD)
    page.fill("[name=password1]", "12345")
    page.fill("[name=password2]", "12345")
    press(page, "修改密码")
    expect(page.locator(".field-error, [role=alert]").first).to_be_visible()
    seen(page, "password-refused")
    page.fill("[name=oldpassword]", PASSWORD)
    page.fill("[name=password1]", OTHER_PASSWORD)
    page.fill("[name=password2]", OTHER_PASSWORD)
    press(page, "修改密码")
    expect(page.locator("#messages")).to_contain_text("密码")
    sign_out(page)
    sign_in(page, "township", OTHER_PASSWORD)


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "请等5分钟"), ("zh-hant", "請等5分鐘"), ("en", "Wait five minutes")])
def test_whoever_guesses_waits(page: Page, live_server: Any, language: str, words: str) -> None:
    page.context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
    for _try in range(6):
        give_password(page, "county", "guess again")
    expect(page.locator("main")).to_contain_text(words)
    seen(page, f"too-many-{language}")


def test_who_holds_two_posts_changes(page: Page) -> None:
    sign_in(page, "doctor", PASSWORD)
    chosen = page.locator(".topbar-post b")
    before = chosen.inner_text()
    page.locator(".topbar-post summary").click()
    seen(page, "posts-menu")
    page.locator(".topbar-post form button").first.click()
    expect(chosen).not_to_have_text(before)
    expect(page.locator("h1")).to_have_text("我的一天")


def test_who_holds_no_post_any_more_is_told(chromium: Browser, live_server: Any) -> None:
    with acting_as(system()) as by:
        held = list(Post.objects.filter(user__username="doctor").values_list("pk", flat=True))
        assert len(held) == 2
        end_posts(held, on=(DEMO_NOW - timedelta(days=1)).date(), by=by)
    window = chromium.new_context(base_url=str(live_server), locale="zh-CN", viewport=WIDE)
    page = window.new_page()
    sign_in(page, "doctor", PASSWORD)
    expect(page.locator("h1")).to_have_text("没有在任的岗位")
    seen(page, "no-post")
    window.close()


def test_a_post_is_given_for_a_time_and_ends(page: Page) -> None:
    sign_in(page, "township", PASSWORD)
    page.goto("/posts/give")
    page.fill("[name=username]", "new.doctor")
    page.select_option("[name=role]", "village_doctor")
    page.fill("[name=area]", "没有这个村")
    press(page, "安排")
    expect(page.locator(".has-error")).to_have_count(1)  # first the name: nobody gets an account without one
    page.fill("[name=full_name]", "村医样九")
    press(page, "安排")
    expect(page.locator(".has-error")).to_contain_text("没有这个地方")
    seen(page, "give-refused")
    page.fill("[name=area]", "崔桥二村村民委员会")
    page.fill("[name=valid_to]", "2026-04-30")
    press(page, "安排")
    password = page.locator("dl.facts code").inner_text()
    seen(page, "given")
    page.goto("/posts/")
    row = page.locator("tbody tr", has_text="村医样九")
    expect(row).to_contain_text("2026年4月30日")
    row.get_by_role("link", name="终止").click()
    seen(page, "post")
    sign_out(page)
    sign_in(page, "new.doctor", password)
    expect(page.locator("h1")).to_have_text("我的一天")
