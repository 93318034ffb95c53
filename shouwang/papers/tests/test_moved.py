"""A village goes over to another township: what was issued for its people is found there, and here no longer."""

from shouwang.accounts.actors import Actor, system
from shouwang.accounts.scope import acting_as
from shouwang.papers import reads
from shouwang.papers.tests.conftest import EAST, VILLAGE, WEST, issued, officer, paper, somebody
from shouwang.places import reads as areas
from shouwang.places import writes as places
from shouwang.places.writes import Moving, Renaming


def numbers(area: str, words: str = "") -> list[str]:
    """The numbers of the papers a township finds in its list."""
    with acting_as(officer(area)) as by:
        return [row.number for row in reads.issued(area, by=by, words=words)]


def test_papers_follow_a_village_to_its_new_township(county: Actor) -> None:
    who = somebody()
    (key,) = issued(county, paper(person_id=who))
    number = reads.papers([key], by=county)[0].number
    with acting_as(system()) as operator:
        assert places.move_areas([Moving(VILLAGE, WEST)], by=operator)[0].taken
    assert numbers(WEST, number) == [number]
    assert numbers(EAST) == []
    with acting_as(officer(WEST)) as by:
        assert [one.number for one in reads.of_person(who, by=by)] == [number]
    with acting_as(officer(EAST)) as by:
        assert reads.of_person(who, by=by) == []
        assert reads.paper(key, by=by) is None


def test_papers_of_a_renamed_village_keep_their_number_and_place(county: Actor) -> None:
    (key,) = issued(county, paper(person_id=somebody()))
    number = reads.papers([key], by=county)[0].number
    with acting_as(system()) as operator:
        assert places.rename_areas([Renaming(VILLAGE, "九庙村民委员会")], by=operator)[0].taken
    assert areas.full_name(VILLAGE).endswith("九庙村民委员会")
    assert numbers(EAST, number) == [number]
