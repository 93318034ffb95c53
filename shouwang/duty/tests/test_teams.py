"""Teams: formed, handed over, and the roles nobody fills."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shouwang.accounts.actors import Actor
from shouwang.accounts.scope import acting_as
from shouwang.duty import reads, writes
from shouwang.duty.models import TeamMember
from shouwang.duty.tests.conftest import EAST, VILLAGE, WEST, officer, somebody
from shouwang.duty.writes import Change, HandOver, Member, NewTeam, TeamEnd
from shouwang.lib import clocks
from shouwang.lib.ids import uuid7

FIVE = ["community_officer", "grid_worker", "health_worker", "police", "volunteer"]
ALL = {role: Member(f"样{n}", f"1690002000{n}") for n, role in enumerate(FIVE)}


def _team(members: dict[str, Member] | None = None, **facts: Any) -> NewTeam:
    given: dict[str, Any] = {"observed_id": uuid7(), "area": VILLAGE, "unit": "EAST", "template_id": "five_to_one", "roles": FIVE}
    return NewTeam(**(given | {"members": ALL if members is None else members} | facts))


def _without(*roles: str) -> dict[str, Member]:
    return {role: member for role, member in ALL.items() if role not in roles}


def _missing(observed: UUID, hours: int = 0) -> list[str] | None:
    return reads.missing_roles([observed], clocks.now() + timedelta(hours=hours)).get(observed)


def test_a_team_is_whole_when_every_role_is_filled(county: Actor) -> None:
    team = _team()
    [verdict] = writes.form_teams([team], by=county)
    assert (verdict.outcome, verdict.facts["missing"]) == ("accepted", [])
    assert _missing(team.observed_id) == []
    card = reads.teams([team.observed_id])[team.observed_id]
    assert [member.name for member in card.members.values()] == [member.name for member in ALL.values()]
    assert card.members["police"].phone == "169****0003"


def test_roles_nobody_fills_are_named_in_the_templates_order(county: Actor) -> None:
    team = _team(_without("volunteer", "grid_worker"))
    assert writes.form_teams([team], by=county)[0].facts["missing"] == ["grid_worker", "volunteer"]
    assert _missing(team.observed_id) == ["grid_worker", "volunteer"]
    assert list(reads.incomplete_teams(clocks.now()).values_list("observed_id", flat=True)) == [team.observed_id]


@pytest.mark.usefixtures("county")
def test_without_a_team_nothing_is_said_about_its_roles() -> None:
    assert _missing(uuid7()) is None


def test_the_same_team_again_is_a_duplicate_and_a_new_member_a_correction(county: Actor) -> None:
    team = _team(_without("police"))
    again = [team, team, _team(ALL, observed_id=team.observed_id)]
    assert [verdict.outcome for verdict in writes.form_teams(again, by=county)] == [
        "accepted",
        "duplicate",
        "corrected",
    ]
    assert _missing(team.observed_id) == []


def test_another_template_dissolves_the_team_before(county: Actor) -> None:
    team = _team()
    writes.form_teams([team], by=county)
    later = clocks.now() + timedelta(hours=1)
    pair = _team(
        {}, observed_id=team.observed_id, template_id="one_to_one", roles=["responsible", "doctor"], from_at=later
    )
    assert writes.form_teams([pair], by=county)[0].facts["missing"] == ["responsible", "doctor"]
    assert _missing(team.observed_id) == []
    assert _missing(team.observed_id, hours=1) == ["responsible", "doctor"]


def test_a_role_is_handed_over_at_a_time(county: Actor) -> None:
    team = _team()
    writes.form_teams([team], by=county)
    later = clocks.now() + timedelta(hours=1)
    note = "门钥匙在村部"
    [verdict] = writes.change_members([HandOver(team.observed_id, "police", Member("样新"), later, note)], by=county)
    assert verdict.outcome == "accepted"
    before, after = TeamMember.objects.filter(role="police").order_by("from_at")
    assert (before.to_at, before.handed_over, after.name) == (later, note, "样新")
    assert [
        reads.teams([team.observed_id], at)[team.observed_id].members["police"].name for at in (clocks.now(), later)
    ] == [
        ALL["police"].name,
        "样新",
    ]


def test_a_role_given_up_is_vacant(county: Actor) -> None:
    team = _team()
    writes.form_teams([team], by=county)
    writes.change_members([HandOver(team.observed_id, "police", Member())], by=county)
    assert _missing(team.observed_id) == ["police"]


@pytest.mark.parametrize(("role", "hours", "code"), [("driver", 0, "role_not_in_team"), ("police", -1, "before_start")])
def test_a_hand_over_that_cannot_be_is_refused(county: Actor, role: str, hours: int, code: str) -> None:
    team = _team()
    writes.form_teams([team], by=county)
    wanted = HandOver(team.observed_id, role, Member("样新"), clocks.now() + timedelta(hours=hours))
    assert [verdict.code for verdict in writes.change_members([wanted], by=county)] == [code]
    assert _missing(team.observed_id) == []


def test_members_from_the_staff_list_bring_their_names_and_numbers(county: Actor) -> None:
    writes.record_staff([somebody()], by=county)
    team = _team({**ALL, "grid_worker": Member(staff_code="W-001"), "police": Member(staff_code="W-404")})
    [verdict] = writes.form_teams([team], by=county)
    assert [warning.code for warning in verdict.warnings] == ["UNKNOWN_VALUE"]
    card = reads.teams([team.observed_id])[team.observed_id]
    assert (card.members["grid_worker"].name, card.members["grid_worker"].phone) == ("样天", "169****0001")
    whole = {contact.role: contact.phone for contact in reads.contacts([team.observed_id])[team.observed_id]}
    assert whole["grid_worker"] == "16900010001"


def test_a_member_on_leave_fills_no_role_unless_somebody_stands_in(county: Actor) -> None:
    writes.record_staff([somebody(1), somebody(2, full_name="样替")], by=county)
    team = _team({**ALL, "grid_worker": Member(staff_code="W-001")})
    writes.form_teams([team], by=county)
    writes.change_staff([Change("W-001", "on_leave")], by=county)
    assert _missing(team.observed_id) == ["grid_worker"]
    assert reads.teams([team.observed_id])[team.observed_id].missing == ["grid_worker"]
    writes.change_staff([Change("W-001", "on_leave", substitute="W-002")], by=county)
    assert _missing(team.observed_id) == []
    assert reads.teams([team.observed_id])[team.observed_id].members["grid_worker"].substitute == "样替"


def test_who_leaves_for_good_leaves_a_vacancy(county: Actor) -> None:
    writes.record_staff([somebody()], by=county)
    team = _team({**ALL, "grid_worker": Member(staff_code="W-001")})
    writes.form_teams([team], by=county)
    writes.change_staff([Change("W-001", "ended", clocks.now() + timedelta(hours=1))], by=county)
    assert (_missing(team.observed_id), _missing(team.observed_id, hours=1)) == ([], ["grid_worker"])


def test_one_person_is_on_many_teams(county: Actor) -> None:
    writes.record_staff([somebody()], by=county)
    batch = [_team({**ALL, "grid_worker": Member(staff_code="W-001")}) for _ in range(3)]
    writes.form_teams(batch, by=county)
    assert list(reads.missing_roles([team.observed_id for team in batch]).values()) == [[], [], []]


def test_a_team_ends_with_its_observation(county: Actor) -> None:
    team = _team()
    writes.form_teams([team], by=county)
    later = clocks.now() + timedelta(hours=1)
    outcomes = [writes.end_teams([TeamEnd(team.observed_id, later)], by=county)[0].outcome for _ in range(2)]
    assert outcomes == ["accepted", "duplicate"]
    assert (_missing(team.observed_id), _missing(team.observed_id, hours=1)) == ([], None)


@pytest.mark.usefixtures("county")
def test_whoever_orders_observation_forms_the_team_in_the_own_area_only() -> None:
    team = _team()
    assert writes.form_teams([team], by=officer(WEST))[0].code == "out_of_area"
    assert writes.form_teams([team], by=officer(VILLAGE, "supervisor"))[0].code == "not_permitted"
    assert writes.form_teams([team], by=officer(VILLAGE, "grid_worker"))[0].outcome == "accepted"
    with acting_as(officer(WEST)) as stranger:
        assert reads.teams([team.observed_id]) == {}
        assert writes.end_teams([TeamEnd(team.observed_id)], by=stranger)[0].outcome == "duplicate"
    assert _missing(team.observed_id) == []


def test_a_role_outside_the_template_is_left_out_with_a_warning(county: Actor) -> None:
    [verdict] = writes.form_teams([_team({**ALL, "driver": Member("样车")})], by=county)
    assert [warning.code for warning in verdict.warnings] == ["ROLE_NOT_IN_TEAM"]
    assert writes.form_teams([_team(roles=[])], by=county)[0].code == "roles_missing"


def test_questions_about_teams_take_the_same_queries_for_one_and_for_many(county: Actor) -> None:
    writes.record_staff([somebody()], by=county)
    batch = [_team({**ALL, "grid_worker": Member(staff_code="W-001")}) for _ in range(4)]
    writes.form_teams(batch, by=county)
    ids = [team.observed_id for team in batch]
    for ask in (reads.missing_roles, reads.teams, reads.contacts):
        counts = []
        for wanted in (ids[:1], ids):
            with CaptureQueriesContext(connection) as asked:
                ask(wanted)
            counts.append(len(asked))
        assert counts[0] == counts[1]
    with CaptureQueriesContext(connection) as asked:
        reads.missing_roles(ids)
    assert len(asked) == 1


def test_teams_of_an_area_are_listed_with_what_is_filled(county: Actor) -> None:
    writes.form_teams([_team(_without("police"))], by=county)
    [team] = reads.teams_below(EAST)
    assert set(team.filled) == set(FIVE) - {"police"}
    assert not reads.teams_below(WEST).exists()
