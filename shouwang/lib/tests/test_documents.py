"""Identity documents are read as DOMAIN 6.1 says."""

import json
import warnings
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwang.lib import documents
from shouwang.lib.documents import check_digit, check_not_rounded, read_document, with_check_digit
from shouwang.lib.refusals import Refused

ANSWERS = Path(__file__).resolve().parents[4] / "shared" / "data" / "real" / "reference_answers.json"


def code_of(value: object) -> str:
    with pytest.raises(Refused) as refusal:
        read_document(value)
    return refusal.value.code


@pytest.mark.parametrize("number", ["11010519491231002X", "440524188001010014", "511725199001010014"])
def test_right_numbers_are_taken(number: str) -> None:
    document = read_document(number)
    assert (document.kind, document.number) == (documents.RESIDENT_ID, number)


def test_birth_date_and_sex_come_from_the_number() -> None:
    document = read_document("11010519491231002X")
    assert (document.birth_date, document.sex) == (date(1949, 12, 31), documents.FEMALE)
    assert read_document("411699195211030037").sex == documents.MALE


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("511725199001010012", "ID_CHECK_DIGIT"),
        ("35092519600230001X", "ID_BIRTH_DATE"),
        ("5117251990010100", "ID_LENGTH"),
        ("51172519900101001A", "ID_LENGTH"),
        ("不详", "ID_LENGTH"),
        ("", "ID_MISSING"),
        ("   ", "ID_MISSING"),
    ],
)
def test_wrong_numbers_are_refused_with_their_code(number: str, code: str) -> None:
    assert code_of(number) == code


def test_a_birth_date_in_the_future_is_refused() -> None:
    assert code_of(with_check_digit("41169929990101001")) == "ID_BIRTH_DATE"


@pytest.mark.parametrize("area", ["000000", "411699", "123456", "750000", "999999"])
def test_the_area_part_is_never_a_ground_for_refusal(area: str) -> None:
    assert read_document(with_check_digit(f"{area}19900101001")).birth_date == date(1990, 1, 1)


def test_the_old_number_of_15_digits_becomes_18() -> None:
    assert read_document("110105491231002").number == "11010519491231002X"
    assert read_document(110105491231002.0).number == "11010519491231002X"


def test_the_old_number_with_an_impossible_date_is_refused() -> None:
    assert code_of("110105491331002") == "ID_BIRTH_DATE"


@pytest.mark.parametrize(
    "written",
    [
        "11010519491231002x",
        " 110105 19491231 002x ",
        "１１０１０５１９４９１２３１００２Ｘ",
        "'11010519491231002X",
        "\u200b11010519491231002X\n",
    ],
)
def test_ways_of_writing_make_no_difference(written: str) -> None:
    assert read_document(written).number == "11010519491231002X"


@pytest.mark.parametrize("number", ["810000199408230021", "820000199001010010", "830000199001010012"])
def test_residence_permits_follow_the_same_rule(number: str) -> None:
    assert read_document(number).kind == documents.RESIDENCE_PERMIT
    assert code_of(number[:-1] + str((int(number[-1]) + 1) % 10)) == "ID_CHECK_DIGIT"


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("USA310083010101", documents.FOREIGN_RESIDENT_CARD),
        ("911084019900101001", documents.FOREIGN_RESIDENT_CARD),
        ("H12345678", documents.TRAVEL_PERMIT),
        ("m12345678", documents.TRAVEL_PERMIT),
        ("12345678", documents.TRAVEL_PERMIT),
        ("E12345678", documents.PASSPORT),
        ("EA1234567", documents.PASSPORT),
    ],
)
def test_other_documents_are_known_by_their_shape(number: str, kind: str) -> None:
    document = read_document(number)
    assert (document.kind, document.number) == (kind, number.upper())


@pytest.mark.parametrize(
    "cell", [411699199001010000.0, 411699199001010000, 5.11725e17, "5.11725E+17", "4.11699199001010E+17"]
)
def test_a_number_cell_of_more_than_15_digits_has_lost_digits(cell: object) -> None:
    with pytest.raises(Refused) as refusal:
        check_not_rounded(cell)
    assert refusal.value.code == "ID_PRECISION_LOST"
    assert code_of(cell) == "ID_PRECISION_LOST"


@pytest.mark.parametrize("cell", ["11010519491231002X", 110105491231002.0, 110105491231002, None, True])
def test_text_and_short_numbers_have_lost_nothing(cell: object) -> None:
    check_not_rounded(cell)


def test_the_number_does_not_show_in_the_repr() -> None:
    assert "1949" not in repr(read_document("11010519491231002X"))


@given(st.text(alphabet="0123456789", min_size=17, max_size=17), st.integers(0, 16), st.integers(1, 9))
def test_every_single_wrong_digit_is_noticed(first_17: str, at: int, step: int) -> None:
    changed = first_17[:at] + str((int(first_17[at]) + step) % 10) + first_17[at + 1 :]
    assert check_digit(changed) != check_digit(first_17)


@given(st.text(max_size=24))
def test_whatever_is_written_gets_a_document_or_a_code(text: str) -> None:
    with suppress(Refused):
        assert read_document(text).number


@pytest.mark.parametrize(
    ("born", "day", "age"), [(date(1990, 2, 5), date(2020, 2, 4), 29), (date(1990, 2, 5), date(2020, 2, 5), 30)]
)
def test_a_year_of_age_is_complete_on_the_birthday(born: date, day: date, age: int) -> None:
    assert documents.age_on(born, day) == age


# The published check values; copied here because the file with all reference answers is not part of the repository.
REFERENCE_CHECK_DIGITS = {
    "11010519491231002": "X",
    "44052418800101001": "4",
    "51172519900101001": "4",
    "35092519600230001": "X",
}


@pytest.mark.parametrize(("first_17", "digit"), REFERENCE_CHECK_DIGITS.items())
def test_check_digits_equal_the_reference_answers(first_17: str, digit: str) -> None:
    assert check_digit(first_17) == digit


def test_the_reference_file_says_the_same_where_it_is_there() -> None:
    if not ANSWERS.exists():
        warnings.warn(f"{ANSWERS.name} is not beside this checkout; the values above stand in for it", stacklevel=1)
        return
    answers = json.loads(ANSWERS.read_text("utf-8"))["resident_id_check_digit"]
    assert tuple(answers["weights"]) == documents.WEIGHTS
    assert answers["map_remainder_0_to_10"] == documents.CHECK_DIGITS
    assert {number: said[0] for number, said in answers["examples"].items()} == REFERENCE_CHECK_DIGITS
