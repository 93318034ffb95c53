"""Pages on which two become one: looked for, compared, merged, taken back where it stands."""

from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from shouwang.accounts.scope import acting_as
from shouwang.lib.refusals import Refused
from shouwang.people import reads, writes
from shouwang.people.models import Household, HouseholdMerge, Person, Suspicion
from shouwang.people.writes import Home

from .conftest import COUNTY, FAR_VILLAGE, VILLAGE, actor, told
from .test_pages import body, post_json, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def two() -> tuple[UUID, UUID]:
    """Two registrations of one person under names that nobody would suspect."""
    with acting_as(actor(COUNTY)) as by:
        one = writes.identify([told("王样英")], by=by)[0].person_id
        other = writes.identify([told("王样莹", None, phone="16900000077")], by=by)[0].person_id
    assert one
    assert other
    return one, other


def test_a_double_nobody_suspected_is_found_compared_merged_and_parted(two: tuple[UUID, UUID]) -> None:
    one, other = two
    client, url = signed_in(), reverse("people:double", args=[one])
    assert client.get(url).status_code == 200
    found = body(client.post(url, {"q": "王样莹"}))
    assert f'value="{other}"' in found
    compare = client.post(url, {"other": str(other)})
    assert compare.status_code == 302
    answer = client.post(compare["Location"], {"decision": "same", "reason": "同一人"})
    assert answer["Location"] == reverse("people:person", args=[one])
    page = body(client.get(answer["Location"]))
    assert "王样莹" in page
    question = compare["Location"].rstrip("/").rpartition("/")[2]
    back = reverse("people:take_back", args=[question])
    assert back in page
    client.post(back, {"reason": "两个人"})
    with acting_as(actor(COUNTY)):
        assert Person.objects.get(pk=other).merged_into_id is None
    assert back not in body(client.get(answer["Location"]))


def test_the_story_says_that_two_were_merged(two: tuple[UUID, UUID]) -> None:
    one, other = two
    with acting_as(actor(COUNTY)) as by:
        writes.decide_suspicion(writes.suspect(one, other, by=by).pk, "same", reason="同一人", by=by)
    page = body(signed_in().get(reverse("people:person", args=[one]), {"about": "register", "oldest": "1"}))
    assert page.count("story-event") >= 2
    assert "王样莹" in page


@pytest.mark.parametrize("given", [{"other": "no id"}, {"q": ""}])
def test_nonsense_changes_nothing(two: tuple[UUID, UUID], given: dict[str, Any]) -> None:
    assert signed_in().post(reverse("people:double", args=[two[0]]), given).status_code == 200
    with acting_as(actor(COUNTY)):
        assert not Suspicion.objects.exists()


def test_a_stranger_is_no_double(two: tuple[UUID, UUID]) -> None:
    with acting_as(actor(COUNTY)) as by:
        far = writes.identify([told("王样英", 9, area=FAR_VILLAGE)], by=by)[0].person_id
    client = signed_in()
    assert client.get(reverse("people:double", args=[far])).status_code == 404
    client.post(reverse("people:double", args=[two[0]]), {"other": str(far)})
    with acting_as(actor(COUNTY)):
        assert not Suspicion.objects.exists()


@pytest.fixture
def homes() -> tuple[UUID, UUID, UUID]:
    """Two registrations of one household, and one of the next township."""
    told_of = [
        Home(area=VILLAGE, code="H-1", head_name="王样"), Home(area=VILLAGE, door="12", head_name="王样"),
        Home(area=FAR_VILLAGE, door="12", head_name="王样"),
    ]  # fmt: skip
    with acting_as(actor(COUNTY)) as by:
        one, other, far = (verdict.id for verdict in writes.record_households(told_of, by=by))
    assert one
    assert other
    assert far
    return one, other, far


def test_two_households_are_compared_merged_and_parted_by_page(homes: tuple[UUID, UUID, UUID]) -> None:
    one, other, far = homes
    client, url = signed_in(), reverse("people:same_home", args=[one])
    listed = body(client.get(url))
    assert str(other) in listed
    assert str(far) not in listed
    assert str(other) in body(client.post(url, {"words": "12"}))
    assert client.get(url, {"other": str(far)}).status_code == 404
    assert client.get(url, {"other": "no id"}).status_code == 404
    compare = f"{url}?other={other}"
    assert client.get(compare).status_code == 200
    assert client.post(compare, {"reason": " "}).status_code == 200
    assert client.post(compare, {"reason": "同一户"})["Location"] == reverse("people:household", args=[one])
    with acting_as(actor(COUNTY)):
        merge = HouseholdMerge.objects.get()
        assert Household.objects.get(pk=other).merged_into_id == one
    back = reverse("people:part_homes", args=[merge.pk])
    assert back in body(client.get(reverse("people:household", args=[other])))
    assert signed_in("township_officer", f"{COUNTY}002").post(back, {"reason": "x"}).status_code == 404
    client.post(back, {"reason": "两户"})
    with acting_as(actor(COUNTY)):
        assert Household.objects.get(pk=other).merged_into_id is None


def test_the_api_merges_households_and_parts_them(homes: tuple[UUID, UUID, UUID]) -> None:
    one, other, far = homes
    client = signed_in()
    assert post_json(client, f"/households/{one}/merge", {"gone": str(far), "reason": "同一户"}).status_code == 404
    assert post_json(client, f"/households/{one}/merge", {"gone": str(other), "reason": " "}).status_code == 409
    merge = post_json(client, f"/households/{one}/merge", {"gone": str(other), "reason": "同一户"}).json()
    assert (merge["kept"], merge["gone"]) == (str(one), str(other))
    assert client.get(f"/api/v1/people/households/{one}/merges").json() == [merge]
    assert client.get(f"/api/v1/people/households/{far}/merges").status_code == 404
    back = f"/households/merges/{merge['id']}/take-back"
    assert post_json(signed_in("township_officer", f"{COUNTY}002"), back, {"reason": "x"}).status_code == 404
    assert post_json(client, back, {"reason": "两户"}).status_code == 204
    assert client.get(f"/api/v1/people/households/{one}/merges").json() == []


def test_two_households_told_apart_are_not_asked_about_again(homes: tuple[UUID, UUID, UUID]) -> None:
    one, other, far = homes
    client, url = signed_in(), reverse("people:same_home", args=[one])
    assert client.post(f"{url}?other={far}", {"decision": "two"}).status_code == 404
    assert client.post(f"{url}?other={other}", {"decision": "two", "reason": ""})["Location"] == url
    client.post(f"{url}?other={other}", {"decision": "two"})
    assert str(other) not in body(client.get(url))
    assert str(one) not in body(client.get(reverse("people:same_home", args=[other])))
    assert str(other) in body(client.post(url, {"words": "12"}))  # whoever looks for it by name finds it
    with acting_as(actor(COUNTY)) as by:
        decided = HouseholdMerge.objects.get()
        assert not reads.household_merges(one).exists()
        with pytest.raises(Refused) as caught:
            writes.part_households(decided.pk, reason="x", by=by)
        assert caught.value.code == "not_found"
        merge = writes.merge_households(one, other, reason="还是同一户", by=by)
        with pytest.raises(Refused) as already:
            writes.tell_homes_apart(one, other, by=by)
        assert already.value.code == "ONE_HOME_ALREADY"
        writes.part_households(merge.pk, reason="两户", by=by)
        assert reads.told_apart(one) == {other}


def test_that_two_are_two_is_taken_back_with_its_history(homes: tuple[UUID, UUID, UUID]) -> None:
    one, other, _far = homes
    client = signed_in()
    page, same = reverse("people:household", args=[other]), reverse("people:same_home", args=[one])
    client.post(f"{same}?other={other}", {"decision": "two", "reason": "两户"})
    with acting_as(actor(COUNTY)):
        [decided] = reads.decided_apart(other)
        assert (decided.other.pk, decided.reason) == (one, "两户")
    url = reverse("people:ask_homes_again", args=[decided.pk])
    assert url in body(client.get(page))
    assert signed_in("township_officer", f"{COUNTY}002").post(url, {"reason": "x"}).status_code == 404
    client.post(url, {"reason": ""})
    assert str(other) not in body(client.get(same))
    client.post(url, {"reason": "门牌写错"})
    assert str(other) in body(client.get(same))
    assert url not in body(client.get(page))
    with acting_as(actor(COUNTY)) as by:
        kept = HouseholdMerge.objects.get()
        assert (kept.reason, kept.doubted_why) == ("两户", "门牌写错")
        with pytest.raises(Refused) as twice:
            writes.ask_homes_again(kept.pk, reason="x", by=by)
        assert twice.value.code == "not_found"
        writes.tell_homes_apart(one, other, reason="还是两户", by=by)
        assert reads.told_apart(one) == {other}
        merge = writes.merge_households(one, other, reason="同一户", by=by)
        with pytest.raises(Refused) as merged:
            writes.ask_homes_again(merge.pk, reason="x", by=by)
        assert merged.value.code == "not_found"


def test_the_api_takes_back_that_two_are_two(homes: tuple[UUID, UUID, UUID]) -> None:
    one, other, far = homes
    client = signed_in()
    assert post_json(client, f"/households/{one}/tell-apart", {"other": str(other)}).status_code == 204
    [decided] = client.get(f"/api/v1/people/households/{other}/told-apart").json()
    assert client.get(f"/api/v1/people/households/{far}/told-apart").status_code == 404
    back = f"/households/merges/{decided['id']}/ask-again"
    assert post_json(signed_in("township_officer", f"{COUNTY}002"), back, {"reason": "x"}).status_code == 404
    assert post_json(client, back, {"reason": "写错"}).status_code == 204
    assert client.get(f"/api/v1/people/households/{other}/told-apart").json() == []


def test_what_was_written_about_a_household_while_it_was_merged_follows(homes: tuple[UUID, UUID, UUID]) -> None:
    one, other, _far = homes
    with acting_as(actor(COUNTY)) as by:
        late = Person.objects.get(pk=writes.identify([told("王样迟", household_id=one)], by=by)[0].person_id)
        merge = writes.merge_households(one, other, reason="同一户", by=by)
        Person.objects.filter(pk=late.pk).update(household=other)  # by a writer that saw the household before the merge
        assert writes.follow_merged(by=by) == 1
        late.refresh_from_db()
        assert late.household_id == one
        merge.refresh_from_db()
        assert str(late.pk) in str(merge.moved["rows"])
        assert writes.follow_merged(by=by) == 0


def test_what_was_decided_about_a_household_holds_for_the_one_it_became(homes: tuple[UUID, UUID, UUID]) -> None:
    one, other, _far = homes
    with acting_as(actor(COUNTY)) as by:
        third = writes.record_households([Home(area=VILLAGE, code="H-3", head_name="王样")], by=by)[0].id
        assert third
        writes.tell_homes_apart(one, other, reason="两户", by=by)
        writes.merge_households(third, one, reason="同一户", by=by)
        home = Household.objects.get(pk=third)
        assert reads.households_alike(home, by=by) == []
        assert reads.told_apart(other) == {one, third}


def test_the_api_tells_households_apart(homes: tuple[UUID, UUID, UUID]) -> None:
    one, other, far = homes
    client = signed_in()
    assert post_json(client, f"/households/{one}/tell-apart", {"other": str(far)}).status_code == 404
    assert post_json(client, f"/households/{one}/tell-apart", {"other": str(one)}).status_code == 409
    assert post_json(client, f"/households/{one}/tell-apart", {"other": str(other), "reason": "两户"}).status_code == 204
    with acting_as(actor(COUNTY)):
        assert reads.told_apart(other) == {one}
