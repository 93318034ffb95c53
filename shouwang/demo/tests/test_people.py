"""Invented people are obviously invented, always the same, and formally right."""

from shouwang.demo.people import invented
from shouwang.lib.documents import read_document


def test_a_million_people_have_a_million_numbers() -> None:
    assert len({invented(p).id_number for p in range(0, 1_000_000, 7)}) == len(range(0, 1_000_000, 7))


def test_every_number_is_formally_right_and_was_never_assigned() -> None:
    for p in range(0, 1_000_000, 9973):
        person = invented(p)
        document = read_document(person.id_number)
        assert (document.birth_date, person.id_number[:6]) == (person.birth_date, "411699")


def test_person_five_is_always_the_same() -> None:
    assert (invented(5).full_name, invented(5).phone) == ("吴示一", "16900000005")
