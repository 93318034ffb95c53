"""Facts, numbers, the order of a walk, and signatures that nothing can be changed under."""

import base64
from datetime import date

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from shouwang.lib.refusals import Refused
from shouwang.papers.choices import PaperKind
from shouwang.papers.exchange.specimens import specimen
from shouwang.papers.rules import (
    KINDS,
    Claim,
    check_code,
    check_facts,
    key_name,
    numbered,
    read_claim,
    sign,
    verify,
    walking_key,
    whole,
)
from shouwang.papers.rules.kinds import LISTS, MOST_CHARACTERS

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
COUNTY = "411621"
CLAIM = Claim(COUNTY, PaperKind.COMPLETION_CERTIFICATE.value, date(2020, 2, 8), 12, "OYS", date(2020, 1, 26), date(2020, 2, 8))
TOKEN = sign(CLAIM, KEY)
BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"

claims = st.builds(
    Claim, county=st.integers(110000, 659999).map(str), kind=st.sampled_from(PaperKind.values), issued_on=st.dates(date(2020, 1, 1), date(2150, 1, 1)),
    serial=st.integers(1, 2**24 - 1), initials=st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", max_size=6),
    from_day=st.none() | st.dates(date(2020, 1, 1), date(2150, 1, 1)), last_day=st.none() | st.dates(date(2020, 1, 1), date(2150, 1, 1)),
)  # fmt: skip


def refusal(token: str, key: Ed25519PrivateKey = KEY, county: str = COUNTY) -> str:
    with pytest.raises(Refused) as caught:
        verify(token, key.public_key(), county)
    return caught.value.code


@given(claims)
def test_what_was_signed_is_read_again(claim: Claim) -> None:
    token = sign(claim, KEY)
    assert verify(token, KEY.public_key(), claim.county) == claim
    assert read_claim(token) == (claim, key_name(KEY.public_key()))
    assert len(token) <= 150


@pytest.mark.parametrize("at", range(len(TOKEN)))
def test_one_changed_letter_does_not_verify(at: int) -> None:
    for letter in BASE32:
        if letter != TOKEN[at]:
            assert refusal(TOKEN[:at] + letter + TOKEN[at + 1 :]).startswith("certificate_")


def test_one_changed_byte_does_not_verify() -> None:
    content = base64.b32decode(TOKEN + "=" * (-len(TOKEN) % 8))
    for at in range(len(content)):
        changed = bytearray(content)
        changed[at] ^= 1
        assert refusal(base64.b32encode(bytes(changed)).decode().rstrip("=")).startswith("certificate_")


@pytest.mark.parametrize("token", ["", "A", "?" * 150, TOKEN[:-1], TOKEN + "A", TOKEN + "=", TOKEN.lower(), "A" * 100_000, TOKEN[8:], "中" * 150])
def test_what_is_no_token_is_refused_and_nothing_breaks(token: str) -> None:
    assert refusal(token).startswith("certificate_")


def test_another_county_and_another_key_do_not_verify() -> None:
    assert refusal(TOKEN, county="411622") == "certificate_foreign"
    assert refusal(TOKEN, OTHER) == "certificate_changed"
    assert refusal(sign(CLAIM, OTHER)) == "certificate_changed"


def test_the_check_code_goes_with_one_token() -> None:
    assert len(check_code(TOKEN)) == 9
    assert check_code(TOKEN) != check_code(sign(CLAIM, OTHER))


def test_the_number_says_county_kind_day_and_count() -> None:
    assert CLAIM.number == numbered(COUNTY, CLAIM.kind, date(2020, 2, 8), 12) == "411621-CC-20200208-0012"
    marks, letters = [kind.mark for kind in KINDS.values()], [kind.letters for kind in KINDS.values()]
    assert (sorted(set(marks)), len(set(letters)), set(KINDS)) == (sorted(marks), len(letters), set(PaperKind.values))


@pytest.mark.parametrize("kind", PaperKind.values)
def test_a_paper_without_a_fact_of_the_law_is_refused(kind: str) -> None:
    facts = specimen(kind, "zh-hans")
    check_facts(kind, facts)
    for fact in KINDS[kind].legal:
        for nothing in ({}, {fact: [] if fact in LISTS else "  "}):
            with pytest.raises(Refused) as caught:
                check_facts(kind, {name: value for name, value in facts.items() if name != fact} | nothing)
            assert caught.value.code == "paper_incomplete"


@pytest.mark.parametrize(("kind", "more", "code"), [
    ("letter", {}, "paper_kind_unknown"),
    (PaperKind.START_NOTICE, {"religion": "…"}, "paper_fact_unknown"),
    (PaperKind.START_NOTICE, {"reason": "甲" * (MOST_CHARACTERS + 1)}, "paper_too_long"),
])  # fmt: skip
def test_what_does_not_belong_on_the_paper_is_refused(kind: str, more: dict[str, str], code: str) -> None:
    with pytest.raises(Refused) as caught:
        check_facts(kind, specimen(PaperKind.START_NOTICE, "en") | more)
    assert caught.value.code == code


def test_what_is_not_known_is_empty_for_the_template() -> None:
    assert whole(PaperKind.DOOR_NOTICE, {"contact": "12320"})["last_day"] == ""
    assert whole(PaperKind.START_NOTICE, {})["team"] == []


def test_a_walk_goes_area_by_area_and_door_by_door() -> None:
    doors = [("001002", "1号"), ("001001", "三组10号"), ("001001", "三组2号"), ("001001", "12号"), ("001001", "")]
    assert [address for _area, address in sorted(doors, key=lambda door: walking_key(*door))] == ["", "12号", "三组2号", "三组10号", "1号"]
