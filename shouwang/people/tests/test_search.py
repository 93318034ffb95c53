"""Persons are found by name in either script, initials, whole document or whole telephone, and shown masked."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shouwang.accounts.actors import Actor
from shouwang.accounts.scope import acting_as
from shouwang.lib.refusals import Refused
from shouwang.people import reads, writes

from .conftest import COUNTY, FAR_VILLAGE, TOWN, VILLAGE, actor, number, told


@pytest.fixture
def known(town: Actor) -> Actor:
    names = ["张樣發", "欧阳样锋", "单样雄", "买买提·艾力", "张样", "John Smith"]
    found = writes.identify([told(name, n) for n, name in enumerate(names, start=1)], by=town)
    assert all(one.created for one in found)
    return town


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("张样发", ["张樣發"]), ("張樣發", ["张樣發"]), ("张样", ["张样", "张樣發"]), ("样发", ["张樣發"]), ("樣鋒", ["欧阳样锋"]), ("欧阳", ["欧阳样锋"]),
        ("艾力", []), ("买买提艾力", ["买买提·艾力"]), ("zyf", ["张樣發"]), ("ZY", ["张样", "张樣發"]), ("syx", ["单样雄"]), ("oyyf", ["欧阳样锋"]),
        ("john smith", ["John Smith"]), ("js", ["John Smith"]), ("张 样", ["张样", "张樣發"]), ("王", []), ("", []), ("   ", []),
        ("16900000003", ["单样雄"]), ("+86 169 0000 0003", ["单样雄"]), ("1690000000", []),
    ],
)  # fmt: skip
def test_a_person_is_found(known: Actor, query: str, names: list[str]) -> None:
    assert [card.full_name for card in reads.search(query, by=known)] == names


def test_a_document_is_found_whole_only(known: Actor) -> None:
    assert [card.full_name for card in reads.search(f" {number(2).lower()} ", by=known)] == ["欧阳样锋"]
    assert reads.search(number(2)[:17], by=known) == []


def test_a_person_is_found_by_another_spelling(known: Actor) -> None:
    writes.identify([told("章样", 5)], by=known)
    assert [card.full_name for card in reads.search("章样", by=known)] == ["张样"]


def test_a_card_shows_numbers_masked_and_the_address_without_the_door(town: Actor) -> None:
    writes.identify([told(address="样小区3号楼2单元501室")], by=town)
    card = reads.search("张样三", by=town)[0]
    assert (card.document, card.phone, card.masked_name) == (f"4116**********{number(1)[-4:]}", "169****0001", "张*")
    assert card.masked_address == "样小区3号楼*"


def test_nobody_of_another_area_is_found_by_any_way(db: None) -> None:
    with acting_as(actor(COUNTY)) as by:
        person_id = writes.identify([told(area=FAR_VILLAGE)], by=by)[0].person_id
        writes.identify([told("章样三", area=FAR_VILLAGE)], by=by)
        assert reads.search("张样三", by=by)
    with acting_as(actor(TOWN)) as by:
        for query in ("张样三", "样三", "zys", "章样三", number(1), "16900000001"):
            assert reads.search(query, by=by) == []
        assert person_id
        assert reads.person(person_id, by=by) is None
        assert reads.by_documents([number(1)], by=by) == {}


def test_a_search_may_be_kept_to_a_smaller_area(known: Actor) -> None:
    assert reads.search("张样", by=known, area=VILLAGE)
    assert reads.search("张样", by=known, area=FAR_VILLAGE) == []


def test_who_may_not_see_people_may_not_search(db: None) -> None:
    with acting_as(actor(TOWN, "volunteer")) as by, pytest.raises(Refused) as refusal:
        reads.search("张", by=by)
    assert refusal.value.code == "not_permitted"


def test_the_number_of_queries_does_not_grow_with_the_result(town: Actor) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as context:
            reads.search("张样", by=town)
        return len(context)

    writes.identify([told()], by=town)
    few = queries()
    writes.identify([told(f"张样{n}", n) for n in range(2, 300)], by=town)
    assert queries() == few


def test_documents_are_looked_up_in_one_query(known: Actor) -> None:
    with CaptureQueriesContext(connection) as context:
        found = reads.by_documents([number(n).lower() for n in range(1, 300)] + ["x"], by=known)
    assert (len(found), len(context)) == (6, 1)


PAIRS = [
    ("张臺生", "张台生"), ("王後来", "王后来"), ("李髮", "李发"), ("葉乾", "叶干"), ("範冰", "范冰"), ("蕭紅", "萧红"), ("鍾山", "钟山"),
    ("於謙", "于谦"), ("餘華", "余华"), ("徐徵", "徐征"), ("裏里", "里里"), ("吴松鬆", "吴松松"),
]  # fmt: skip


@pytest.mark.parametrize(("traditional", "simplified"), PAIRS)
def test_both_scripts_find_each_other(town: Actor, traditional: str, simplified: str) -> None:
    writes.identify([told(traditional, 1), told(simplified, 2)], by=town)
    for query in (traditional, simplified):
        assert {card.full_name for card in reads.search(query, by=town)} == {traditional, simplified}


def test_every_way_of_searching_has_an_index(town: Actor) -> None:
    """With sequential scans made dear, a plan that still reads the whole table has no index to use."""
    writes.identify([told()], by=town)
    with CaptureQueriesContext(connection) as caught:
        for query in ("张样三", "样三", "zys", number(1), "16900000001"):
            reads.search(query, by=town)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for asked in caught.captured_queries:
            if asked["sql"].startswith("SELECT"):
                cursor.execute(f"EXPLAIN {asked['sql']}")
                plan = "\n".join(row[0] for row in cursor.fetchall())
                assert "Seq Scan" not in plan, plan
