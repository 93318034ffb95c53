"""What is shown masked does not give away what it hides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwang.lib.masking import mask_address, mask_document, mask_name, mask_phone


@pytest.mark.parametrize(
    ("name", "shown"), [("张三", "张*"), ("张三丰", "张*"), ("歐陽鋒", "歐陽*"), ("买买提·艾力", "买*"), ("", "")]
)
def test_a_name_shows_the_family_name_only(name: str, shown: str) -> None:
    assert mask_name(name) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [("41169919901231001X", "4116**********001X"), ("E12345678", "E******78"), ("12", "**"), ("", "")],
)
def test_a_document_shows_its_ends(number: str, shown: str) -> None:
    assert mask_document(number) == shown


@pytest.mark.parametrize(("number", "shown"), [("+8616900010001", "169****0001"), ("+863946221234", "0394*****34")])
def test_a_phone_shows_its_ends(number: str, shown: str) -> None:
    assert mask_phone(number) == shown


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("文昌街道幸福小区3号楼2单元501室", "文昌街道幸福小区3号楼*"),
        ("翼城县文昌社区5栋1单元0101", "翼城县文昌社区5栋*"),
        ("七里井村12号", "七里井村*"),
        ("和平路12号", "和平路*"),
        ("崔桥镇崔桥村王家胡同东头", "崔桥镇崔桥村王家胡同*"),
        ("崔桥村", "崔桥村"),
        ("", ""),
    ],
)
def test_an_address_ends_at_the_building_never_at_the_door(address: str, shown: str) -> None:
    assert mask_address(address) == shown


@given(st.text(alphabet="0123456789X", min_size=15, max_size=18))
def test_the_birth_date_is_never_shown(number: str) -> None:
    assert set(mask_document(number)[4:-4]) == {"*"}
