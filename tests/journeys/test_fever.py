"""A fever on the round: alert, referral by the village, answer of the health centre, back home, all in one story."""

import pytest
from playwright.sync_api import Page, expect

from shouwang.accounts.actors import system
from shouwang.accounts.scope import acting_as
from shouwang.demo.posts import PASSWORD
from shouwang.quarantine import reads
from shouwang.quarantine.models import Alert, Observation, Referral
from tests.journeys.conftest import keep, sign_in

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "owner"]), pytest.mark.usefixtures("demo")]

# Somebody who has no open alert yet: a second fever joins the open alert, which keeps the value it was raised with.
WELL = "li[data-round-row]:not(.is-fever):has(input[data-temperature])"


def sign_out(page: Page) -> None:
    page.context.clear_cookies()


def test_a_fever_is_raised_referred_and_answered(page: Page) -> None:
    sign_in(page, "doctor", PASSWORD)
    page.goto("/quarantine/round/")
    row = page.locator(WELL).first
    key = str(row.get_attribute("id")).removeprefix("visit-")
    row.locator("input[data-temperature]").click()
    page.keyboard.type("385")
    expect(page.locator(f"#visit-{key} .reading-saved .temperature")).to_be_visible()
    sign_out(page)

    sign_in(page, "village", PASSWORD)
    page.goto("/quarantine/alerts/")
    expect(page.locator("tbody tr", has_text="38.5")).to_have_count(1)
    keep(page, "fever-alerts")
    page.locator("tbody tr", has_text="38.5").get_by_role("link", name="送诊").click()
    page.locator("[name=to_unit]").select_option(index=1)
    page.fill("[name=temperature_c]", "38.5")
    page.fill("[name=vehicle]", "豫P-99001 救护车")
    keep(page, "fever-refer")
    page.locator("main form button.btn-primary").click()
    expect(page).to_have_url(f"{page.url.split('/quarantine/')[0]}/quarantine/{key}/")
    keep(page, "fever-observation")
    sign_out(page)

    sign_in(page, "health", PASSWORD)
    page.goto("/quarantine/referrals/")
    with acting_as(system()) as by:
        referral = Referral.objects.get(observation=key)
        name = reads.story(Observation.objects.get(pk=key), by=by).card.full_name
    page.locator("tbody tr", has_text=name).locator(f"a[href$='{referral.pk}/answer/']").click()
    page.select_option("[name=answer]", "excluded")
    page.fill("[name=note]", "普通感冒,排除")
    page.locator("main form button.btn-primary").click()
    expect(page.locator(".notice")).to_be_visible()
    page.goto(f"/quarantine/{key}/")
    story = page.locator("section.card", has=page.get_by_role("heading", name="经过"))
    for words in ("发热", "排除"):
        expect(story).to_contain_text(words)
    keep(page, "fever-story")
    with acting_as(system()):
        assert Referral.objects.get(pk=referral.pk).answer == "excluded"
        assert Alert.objects.filter(observation=key, kind="fever").exists()
