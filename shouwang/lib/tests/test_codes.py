from hypothesis import given
from hypothesis import strategies as st

from shouwang.lib.codes import ALPHABET, ENTROPY_BITS, LENGTH, in_groups, new_code, read_code


def test_a_code_cannot_be_guessed() -> None:
    assert len(set(ALPHABET)) == 32
    assert ENTROPY_BITS == LENGTH * 5 == 130
    drawn = [new_code() for _ in range(2000)]
    assert len(set(drawn)) == len(drawn)
    assert all(len(code) == LENGTH for code in drawn)
    for at in range(LENGTH):  # every place really takes every character
        assert {code[at] for code in drawn} == set(ALPHABET)


@given(st.text(alphabet=ALPHABET, min_size=LENGTH, max_size=LENGTH))
def test_a_code_is_read_as_it_is_printed_or_typed(code: str) -> None:
    for typed in (code, code.lower(), in_groups(code), f" {in_groups(code).lower()} ", code.replace("0", "o").replace("1", "l")):
        assert read_code(typed) == code


@given(st.text(max_size=60))
def test_nonsense_is_no_code(text: str) -> None:
    read = read_code(text)
    assert read == "" or (len(read) == LENGTH and not set(read) - set(ALPHABET))
