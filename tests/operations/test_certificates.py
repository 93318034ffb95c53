"""``shouwang verify-certificate``: on any machine, without a network, without a database."""

import json
from datetime import date
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shouwang.papers.choices import PaperKind
from shouwang.papers.rules import Claim, sign
from shouwang.project.cli import main

KEY, OTHER = (Ed25519PrivateKey.from_private_bytes(bytes([number] * 32)) for number in (1, 2))
CLAIM = Claim("411621", PaperKind.COMPLETION_CERTIFICATE.value, date(2020, 2, 8), 1, "OYYS", date(2020, 1, 26), date(2020, 2, 8))
TOKEN = sign(CLAIM, KEY)


def public(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes_raw().hex()


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    """Keys as they are published: two of the county, one of its neighbour."""
    listed = [{"county": code, "key": public(key)} for code, key in (("411621", OTHER), ("411621", KEY), ("411622", OTHER))]
    (tmp_path / "keys.json").write_text(json.dumps({"format": 1, "keys": listed}))
    return tmp_path / "keys.json"


@pytest.mark.parametrize("shown", [TOKEN, TOKEN.lower(), f"HTTPS://COUNTY.EXAMPLE/VERIFY/{TOKEN}"])
def test_what_the_county_signed_verifies(keys: Path, capsys: pytest.CaptureFixture[str], shown: str) -> None:
    assert main(["verify-certificate", "--keys", str(keys), "--county", "411621", "--json", shown]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["number"], said["initials"], said["last_day"]) == ("411621-CC-20200208-0001", "OYYS", "2020-02-08")


def test_one_changed_letter_another_county_and_another_key_do_not_verify(keys: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changed = TOKEN[:60] + ("A" if TOKEN[60] != "A" else "B") + TOKEN[61:]
    for county, token in (("411621", changed), ("411622", TOKEN), ("411623", TOKEN), ("411621", "NONSENSE"), ("411621", "")):
        assert main(["verify-certificate", "--keys", str(keys), "--county", county, token]) == 1
    keys.write_text(public(OTHER))
    assert main(["verify-certificate", "--keys", str(keys), "--county", "411621", TOKEN]) == 1
    keys.write_text(public(KEY))
    assert main(["verify-certificate", "--keys", str(keys), "--county", "411621", TOKEN]) == 0
    capsys.readouterr()


def test_keys_that_cannot_be_read_are_said_to_be_so(keys: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for nonsense in ("", "nonsense", "[]", '{"keys": [{"county": "411621"}]}', "0" * 63 + "x"):
        keys.write_text(nonsense)
        assert main(["verify-certificate", "--keys", str(keys), "--county", "411621", TOKEN]) == 1
        assert "cannot be read as published keys" in capsys.readouterr().err
    assert main(["verify-certificate", "--keys", str(keys.with_name("none")), "--county", "411621", TOKEN]) == 1
