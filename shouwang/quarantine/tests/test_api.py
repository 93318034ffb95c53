"""Observation over HTTP: verdict per row, the same doors for all, nothing for strangers."""

import json
from typing import Any

import pytest
from django.test import Client

from shouwang.accounts.actors import Actor, system
from shouwang.accounts.scope import acting_as
from shouwang.accounts.writes import NewPost, give_posts, give_token
from shouwang.quarantine import writes
from shouwang.quarantine.models import Alert, Observation, ReadingFlag, Referral
from shouwang.quarantine.tests.conftest import (
    ALL_YES,
    COUNTY,
    OTHER_TOWN,
    TODAY,
    VILLAGE,
    at,
    number,
    person,
    proposal,
    reading,
    started,
)


class Caller:
    """A device with a token, acting as a role in an area."""

    def __init__(self, role: str, area: str) -> None:
        name = f"{role}-{area}"
        with acting_as(system()) as operator:
            give_posts([NewPost(name, role, area, valid_from=TODAY.replace(day=1))], by=operator)
            token = give_token(name, label="test", by=operator)
        self.client = Client(headers={"Authorization": f"Bearer {token}"})

    def post(self, address: str, body: Any) -> Any:
        """The answer's body; anything but success or a refusal fails the test."""
        response = self.client.post(f"/api/v1/quarantine/{address}", json.dumps(body, default=str), content_type="application/json")
        assert response.status_code in (200, 403, 404, 409), response.content
        return response.json()

    @staticmethod
    def refused(body: Any) -> bool:
        """Whether nothing was done: no right to it, or nothing there."""
        return bool(body.get("code") == "not_permitted" or all(one["outcome"] == "refused" for one in body["verdicts"]))

    def get(self, address: str) -> Any:
        """The response."""
        return self.client.get(f"/api/v1/quarantine/{address}")


@pytest.fixture
def office(county: Actor) -> Caller:
    """The command office over HTTP."""
    person(1)
    writes.propose([proposal(1)], by=county)
    return Caller("command_office", COUNTY)


ORDER = {
    "id_number": number(1), "measure": "home_observation", "basis": "key_area", "team": "one_to_one", "answers": ALL_YES,
    "members": {"responsible": {"name": "样某"}, "doctor": {"name": "样某"}}, "last_exposure_on": "2020-01-25",
    "happened_at": at(TODAY, 9).isoformat(),
}  # fmt: skip


def test_an_order_is_answered_with_what_became_of_it(office: Caller) -> None:
    verdict = office.post("observations", [ORDER])["verdicts"][0]
    assert (verdict["outcome"], verdict["facts"]["due_on"], verdict["facts"]["missing_roles"]) == ("accepted_with_warnings", "2020-02-08", [])
    assert [warned["code"] for warned in verdict["warnings"]] == ["signature_missing"]


def test_how_an_observation_stands_is_asked_in_the_body_and_for_any_moment(office: Caller, county: Actor) -> None:
    office.post("observations", [ORDER])
    writes.record_readings([reading(1, 37.6, slot="pm")], by=county)
    now, before = (office.post("observations/find", {"id_numbers": [number(1), number(9)], "at": moment})["observations"] for moment in (None, at(TODAY, 10)))
    assert (now[0]["state"], now[0]["open_alert"], before[0]["open_alert"], now[1]) == ("active", True, False, None)


def test_a_single_observation_names_reason_rule_and_flags(office: Caller) -> None:
    key = office.post("observations", [ORDER | {"members": {}}])["verdicts"][0]["id"]
    found = office.get(f"observations/{key}").json()
    assert found["sentence"] == "From a key area."
    assert found["team_incomplete"] is True
    assert "team_incomplete" in found["flags"]


def test_readings_go_in_and_come_back_as_a_round(office: Caller) -> None:
    office.post("observations", [ORDER])
    row = {"id_number": number(1), "written": "36度5", "slot_date": TODAY, "slot": "pm", "happened_at": at(TODAY, 15)}
    assert [v["outcome"] for v in office.post("readings", [row, row | {"written": 365}])["verdicts"]] == ["accepted", "refused"]
    visit = office.get(f"round?day={TODAY}&slot=pm").json()[0]
    assert (visit["state"], visit["temperature_c"]) == ("done", "36.5")


def test_the_probe_of_a_round_in_one_minute_marks_every_row(office: Caller, county: Actor) -> None:
    started(county, *range(2, 9))
    rows = [{"id_number": number(n), "written": 36.5, "slot_date": TODAY, "slot": "am", "happened_at": at(TODAY, 8), "observer": "样网格"} for n in range(2, 9)]
    for verdict in office.post("readings", rows)["verdicts"]:
        assert "implausible_pattern" in [warned["code"] for warned in verdict["warnings"]]


def test_releases_and_decisions_have_an_address_each(office: Caller, county: Actor) -> None:
    started(county, 2)
    named = {"id_number": number(2)}
    assert office.post("releases", [named])["verdicts"][0]["code"] == "release_before_due"
    for address, body in (
        ("reassessments", named | {"answers": ALL_YES, "suitable": True}), ("renewals", named | {"reason": "room"}),
        ("breaches", named | {"found_by": "police"}), ("extensions", named | {"due_on": "2020-02-20", "reason": "x"}),
        ("moves", named | {"measure": "central_isolation", "site": "GLD-1", "reason": "home_unsuitable"}),
        ("documents", named | {"kind": "start_notice"}), ("objections", named | {"reason": "alone at home"}),
        ("spot-checks", named | {"mode": "door", "result": "at_home"}), ("referrals", named | {"to_unit": "FRMZ", "temperature_c": 37.5}),
        ("referral-answers", named | {"answer": "excluded"}), ("test-results", named | {"outcome": "negative"}),
        ("assessments", named | {"answers": ALL_YES}), ("rooms", {"site": "GLD-1", "number": "101"}),
        ("stays", named | {"site": "GLD-1", "room": "101"}), ("stays/ends", named), ("early-ends", named | {"reason": "moved away"}),
    ):  # fmt: skip
        verdict = office.post(address, [body])["verdicts"][0]
        assert verdict["outcome"] in ("accepted", "accepted_with_warnings"), (address, verdict)


def test_what_is_taken_back_on_pages_is_taken_back_by_api(office: Caller, county: Actor) -> None:
    [key] = started(county, 2)
    rows = [reading(2, 37.6, slot="pm", happened_at=at(TODAY, 8))]  # a fever, written down before its slot
    assert writes.record_readings(rows, by=county)[0].taken
    alert, flag = Alert.objects.get(), ReadingFlag.objects.get()
    why = {"reason": "clicked wrong"}
    stranger = Caller("township_officer", OTHER_TOWN)
    for address, done, undone in (
        ("alerts/close", {"ids": [alert.pk]}, "alerts/reopened"), ("flags", {"ids": [flag.pk], "credible": True}, "flags/reopened"),
    ):  # fmt: skip
        assert office.post(address, done | why)["verdicts"][0]["outcome"] == "accepted", address
        assert Caller.refused(stranger.post(undone, {"ids": done["ids"]} | why)), undone
        assert office.post(undone, {"ids": done["ids"]} | why)["verdicts"][0]["outcome"] == "accepted", undone
    alert.refresh_from_db()
    flag.refresh_from_db()
    assert (alert.closed_at, flag.state) == (None, "open")
    writes.reassess([writes.NewAssessment(id_number=number(2), answers=(False, *ALL_YES[1:]))], by=county)
    undo = {"observation_id": key} | why
    assert Caller.refused(stranger.post("assessment-undos", [undo]))
    assert office.post("assessment-undos", [undo])["verdicts"][0]["outcome"] == "accepted"
    assert office.post("assessment-undos", [undo])["verdicts"][0]["code"] == "nothing_to_undo"
    assert list(Alert.objects.filter(closed_at__isnull=True).values_list("kind", flat=True)) == ["fever"]


def test_an_open_alert_by_api_names_the_highest_temperature(office: Caller, county: Actor) -> None:
    started(county, 2)
    writes.record_readings([reading(2, 37.6, slot="am"), reading(2, 38.2, slot="pm")], by=county)
    [alert] = office.get("alerts").json()
    assert (alert["temperature_c"], alert["highest_c"]) == ("37.6", "38.2")


def test_a_role_without_the_permission_is_told_so(county: Actor) -> None:
    started(county, 1)
    grid = Caller("grid_worker", VILLAGE)
    assert grid.post("releases", [{"id_number": number(1)}])["code"] == "not_permitted"


@pytest.mark.usefixtures("office")
def test_strangers_find_nothing_anywhere(county: Actor) -> None:
    key = started(county, 2)[0]
    writes.record_readings([reading(2, 37.6, slot="pm", happened_at=at(TODAY, 8))], by=county)
    writes.refer([writes.NewReferral(id_number=number(2))], by=county)
    stranger = Caller("township_officer", OTHER_TOWN)
    assert stranger.get(f"observations/{key}").status_code == 404
    assert all(stranger.get(address).json() == [] for address in ("observations", "alerts", "referrals", "release-proposals", "sites", f"round?day={TODAY}&slot=pm"))
    assert stranger.post("observations/find", {"id_numbers": [number(2)]}) == {"observations": [None]}
    alert, flag, referral = Alert.objects.get(), ReadingFlag.objects.first(), Referral.objects.get()
    assert flag is not None
    for address, body in (
        ("alerts/close", {"ids": [alert.pk], "reason": "x"}), ("flags", {"ids": [flag.pk], "reason": "x", "credible": True}),
    ):  # fmt: skip
        assert stranger.post(address, body)["verdicts"][0]["outcome"] == "refused"
    for address, body in (
        ("readings", {"written": 36.5, "slot": "am"}), ("releases", {}), ("moves", {"reason": "x"}), ("early-ends", {"reason": "x"}),
        ("referral-answers", {"answer": "excluded", "referral_id": referral.pk}),
    ):  # fmt: skip
        for named in ({"id_number": number(2)}, {"observation_id": key}, {"person_id": Observation.objects.get(pk=key).person_id}):
            assert stranger.post(address, [named | body])["verdicts"][0]["outcome"] == "refused", (address, named)


@pytest.mark.usefixtures("county")
def test_without_a_token_there_is_no_answer() -> None:
    assert Client().get("/api/v1/quarantine/observations").status_code == 401
