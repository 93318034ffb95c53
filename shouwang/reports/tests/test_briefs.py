"""The public brief: from frozen figures, without anybody in it, approved by two people, corrected for everybody to see."""

from dataclasses import replace
from datetime import date, time
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from shouwang.accounts.actors import Actor
from shouwang.accounts.scope import acting_as
from shouwang.lib import clocks
from shouwang.lib.verdicts import Verdict
from shouwang.people import reads as people
from shouwang.reports import jobs, reads, writes
from shouwang.reports.models import PublishedBrief
from shouwang.reports.tests.conftest import DAY, County

EVENING = clocks.at(DAY, time(20, 30))


def office(county: County, user: int, role: str = "command_office") -> Actor:
    return replace(county.actor(role, county.county), user_id=user, name=f"指挥部{user}")


def written(county: County, note: str = "请大家少聚集。", **more: Any) -> Verdict:
    with clocks.stopped(EVENING):
        return writes.write_briefs([writes.NewBrief(county.county, DAY, note, **more)], by=office(county, 1))[0]


def approved(county: County, brief: UUID, user: int) -> str:
    with clocks.stopped(EVENING):
        verdict = writes.approve_briefs([brief], by=office(county, user))[0]
    return verdict.code or str(verdict.facts["state"])


@pytest.fixture
def frozen(county: County) -> County:
    jobs.freeze_all(clocks.at(DAY, time(20, 0)))
    return county


def test_two_different_people_publish(frozen: County) -> None:
    brief = written(frozen).id
    assert brief
    assert [approved(frozen, brief, user) for user in (1, 1, 2, 3)] == ["checked", "same_person", "published", "brief_closed"]
    page = Client().get("/brief/").content.decode()
    assert "演示县" in page
    page = Client().get(f"/brief/{brief}/").content.decode()
    assert "请大家少聚集" in page


def test_nothing_is_published_before_the_second_approval(frozen: County) -> None:
    brief = written(frozen).id
    assert brief
    approved(frozen, brief, 1)
    assert Client().get(f"/brief/{brief}/").status_code == 404


def test_a_brief_needs_frozen_figures(county: County) -> None:
    assert written(county).code == "not_frozen"


@pytest.mark.parametrize("note", ["电话16900010001", "身份证411699197706250129", "患者男，43岁，一村人", "一村12号"])
def test_personal_data_is_refused_even_before_the_figures_are_there(county: County, note: str) -> None:
    assert written(county, note).code == "personal_data"
    assert written(county, "", services=note).code == "personal_data"


def test_a_name_of_the_register_is_refused(frozen: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "known_names", lambda words: {word for word in words if word == "苏样寒"})
    assert written(frozen, "昨日苏样寒从外地返回。").code == "personal_data"
    assert "苏样寒" not in written(frozen, "昨日苏样寒从外地返回。").reason


def test_villages_have_none_and_strangers_have_none(frozen: County) -> None:
    with clocks.stopped(EVENING):
        [village] = writes.write_briefs([writes.NewBrief(frozen.village_1, DAY)], by=office(frozen, 1))
        [other] = writes.write_briefs([writes.NewBrief(frozen.town_b, DAY)], by=frozen.actor("township_officer", frozen.town_a))
    assert (village.code, other.code) == ("brief_height", "out_of_area")


def test_a_correction_says_what_was_wrong_and_both_stay(frozen: County) -> None:
    first = written(frozen).id
    assert first
    [approved(frozen, first, user) for user in (1, 2)]
    assert written(frozen, corrects=first).code == "why_missing"
    second = written(frozen, "更正后的内容。", corrects=first, why="服务电话有误").id
    assert second
    [approved(frozen, second, user) for user in (2, 3)]
    old = Client().get(f"/brief/{first}/").content.decode()
    assert "服务电话有误" in old
    assert "请大家少聚集" in old
    assert str(second) in old
    assert str(first) in Client().get(f"/brief/{second}/").content.decode()
    assert PublishedBrief.objects.count() == 2


def test_a_withdrawn_brief_shows_that_it_was_withdrawn_and_nothing_else(frozen: County) -> None:
    first = written(frozen).id
    assert first
    [approved(frozen, first, user) for user in (1, 2)]
    assert written(frozen, withdraws=True).code == "not_found"  # nothing is named that could be withdrawn
    assert written(frozen, corrects=first, withdraws=True).code == "why_missing"
    second = written(frozen, "", corrects=first, why="误写村名", withdraws=True).id
    assert second
    approved(frozen, second, 2)
    assert "请大家少聚集" in Client().get(f"/brief/{first}/").content.decode()  # one person alone takes nothing back
    approved(frozen, second, 3)
    old, new = (Client().get(f"/brief/{key}/").content.decode() for key in (first, second))
    for page in (old, new):
        assert "误写村名" in page
        assert "请大家少聚集" not in page
        assert "brief-text" not in page
    listed = Client().get("/brief/").content.decode()
    assert str(first) in listed
    assert PublishedBrief.objects.get(pk=first).note  # what was published stays on record


def test_a_new_draft_loses_the_old_approval(frozen: County) -> None:
    first = written(frozen).id
    assert first
    approved(frozen, first, 1)
    second = written(frozen, "改过的内容。").id
    assert second
    assert approved(frozen, first, 2) == "brief_closed"
    assert approved(frozen, second, 2) == "checked"


def test_the_brief_speaks_three_languages_of_the_same_numbers(frozen: County) -> None:
    key = written(frozen).id
    brief = reads.brief(key, by=office(frozen, 1)) if key else None
    assert brief
    titles = {language: brief.content[language]["title"] for language in ("zh-hans", "zh-hant", "en")}
    assert len(set(titles.values())) == 3
    assert brief.content["zh-hans"]["rows"][0][0] == "甲镇"
    assert brief.content["zh-hant"]["rows"][0][0] == "甲鎮"
    assert brief.content["en"]["rows"][0][1:] == brief.content["zh-hans"]["rows"][0][1:]


def test_small_numbers_of_villages_are_protected(frozen: County) -> None:
    from shouwang.reports.models import FrozenSheet

    with acting_as(office(frozen, 1)):
        sheets = FrozenSheet.objects.filter(report_on=DAY, unit="")
        figures = {frozen.town_a: 12, frozen.village_1: 3, frozen.village_2: 9}
        for sheet in sheets.filter(area__in=figures):
            later = {**sheet.figures, "home_observed": {"now": figures[sheet.area]}}
            FrozenSheet.objects.create(area=sheet.area, report_on=DAY, revision=2, figures=later, frozen_at=EVENING, received_mark=0)
        found = reads.brief_content(frozen.town_a, DAY)
    assert found
    assert [row[1:] for row in found["en"]["rows"]] == [["<5"], ["*"]]
    assert found["en"]["withheld"]


def test_services_are_entered_once(frozen: County) -> None:
    written(frozen, services="县医院发热门诊 0394-6221234")
    assert reads.last_services(frozen.county) == "县医院发热门诊 0394-6221234"


def test_nobody_publishes_ahead(county: County) -> None:
    with clocks.stopped(EVENING):
        [verdict] = writes.write_briefs([writes.NewBrief(county.county, date(2030, 1, 1))], by=office(county, 1))
    assert verdict.code == "not_frozen"
