"""The last day has come: those with whom all is in order go home together, whom an alert stands against stays, by name."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from conftest import DEMO_NOW
from shouwang.accounts.actors import system
from shouwang.accounts.scope import acting_as
from shouwang.demo.posts import PASSWORD, TOWN
from shouwang.lib import clocks
from shouwang.places import reads as places
from shouwang.quarantine import reads, writes
from shouwang.quarantine.models import Alert, Document, Observation
from tests.journeys.conftest import keep, sign_in

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "owner"]), pytest.mark.usefixtures("demo")]
LATER = DEMO_NOW + timedelta(days=20)


def test_people_are_released_together_and_one_who_cannot_be_is_named(page: Page) -> None:
    with clocks.stopped_everywhere(LATER):
        with acting_as(system()) as by:
            area = places.path_of(TOWN) or ""
            ready = list(reads.release_proposals(by=by).filter(reads.below(area)).order_by("due_on", "pk")[:3])
            assert len(ready) == 3, "the demo has people whose last day comes"
        sign_in(page, "township", PASSWORD)
        page.goto("/quarantine/releases/")
        keep(page, "release-list")
        for one in ready:
            page.locator(f"input[name=selected][value='{one.pk}']").check()
        with acting_as(system()) as by:  # meanwhile somebody falls ill
            looks = [writes.NewSpotCheck(observation_id=ready[0].pk, mode="door", result="not_at_home")]
            assert writes.record_spot_checks(looks, by=by)[0].taken
        page.locator("[data-selection-bar] button", has_text="解除").click()
        keep(page, "release-question")
        page.locator("main form button.btn-primary, main form button[name=confirmed]").last.click()
        expect(page.locator("main")).to_contain_text("预警")
        keep(page, "release-result")
    with acting_as(system()):
        states = dict(Observation.objects.filter(pk__in=[one.pk for one in ready]).values_list("pk", "state"))
        assert Alert.objects.filter(observation=ready[0].pk, closed_at__isnull=True).exists()
        assert [states[one.pk] for one in ready] == ["active", "released", "released"]
        assert Document.objects.filter(observation=ready[1].pk, kind="release_notice").exists()
