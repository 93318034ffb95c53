"""Sealed texts show themselves to nobody and open only with their key and purpose."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwang.lib.sealed import CannotOpen, Seal, Sealed, SealedText

NUMBER = "11010519491231002X"
KEY, OLD_KEY, INDEX_KEY = os.urandom(32), os.urandom(32), os.urandom(32)


@given(st.text(max_size=40))
def test_what_is_closed_opens_to_the_same(text: str) -> None:
    seal = Seal([KEY], INDEX_KEY)
    assert seal.open("document", seal.close("document", text)) == text


def test_the_same_text_is_never_sealed_to_the_same_bytes() -> None:
    seal = Seal([KEY], INDEX_KEY)
    assert seal.close("document", NUMBER) != seal.close("document", NUMBER)


def test_neither_value_nor_seal_nor_error_shows_the_text() -> None:
    seal = Seal([KEY], INDEX_KEY)
    sealed = seal.close("document", NUMBER)
    with pytest.raises(CannotOpen) as error:
        seal.open("phone", sealed)
    assert NUMBER not in f"{sealed!r}{sealed}{seal!r}{error.value}"
    assert NUMBER.encode() not in sealed.content


def test_a_value_moved_to_another_column_does_not_open() -> None:
    seal = Seal([KEY], INDEX_KEY)
    with pytest.raises(CannotOpen):
        seal.open("phone", seal.close("document", NUMBER))


def test_a_changed_value_does_not_open() -> None:
    seal = Seal([KEY], INDEX_KEY)
    content = bytearray(seal.close("document", NUMBER).content)
    content[-1] ^= 1
    with pytest.raises(CannotOpen):
        seal.open("document", Sealed(bytes(content)))


def test_after_a_change_of_keys_old_values_still_open() -> None:
    old = Seal([OLD_KEY], INDEX_KEY).close("document", NUMBER)
    seal = Seal([KEY, OLD_KEY], INDEX_KEY)
    assert seal.open("document", old) == NUMBER
    assert not seal.is_current(old)
    assert seal.is_current(seal.close("document", NUMBER))


def test_without_its_key_a_value_does_not_open() -> None:
    with pytest.raises(CannotOpen):
        Seal([KEY], INDEX_KEY).open("document", Seal([OLD_KEY], INDEX_KEY).close("document", NUMBER))


def test_the_index_is_equal_for_equal_texts_of_one_purpose_and_one_key() -> None:
    seal = Seal([KEY], INDEX_KEY)
    assert seal.index("document", NUMBER) == Seal([OLD_KEY], INDEX_KEY).index("document", NUMBER)
    assert seal.index("document", NUMBER) != seal.index("phone", NUMBER)
    assert seal.index("document", NUMBER) != Seal([KEY], OLD_KEY).index("document", NUMBER)
    assert len(seal.index("document", NUMBER)) == 16


@pytest.mark.parametrize(
    ("keys", "index_key"),
    [([], INDEX_KEY), ([b"short"], INDEX_KEY), ([KEY], b"short")],
    ids=["no key", "short key", "short index key"],
)
def test_keys_of_the_wrong_length_are_refused(keys: list[bytes], index_key: bytes) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Seal(keys, index_key)


def test_a_column_takes_no_plain_text_and_does_not_show_it() -> None:
    column = SealedText(null=True)
    with pytest.raises(TypeError) as error:
        column.get_prep_value(NUMBER)
    assert NUMBER not in str(error.value)
