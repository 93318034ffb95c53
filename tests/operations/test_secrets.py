"""Secrets: made once, readable by their owner only, the environment before the file."""

from pathlib import Path

import pytest

from shouwang.project import home
from tests.operations.installations import Installation


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOUWANG_HOME", str(tmp_path))


def test_a_secret_is_made_once_and_kept_for_its_owner_only() -> None:
    first = home.secret("example")
    assert home.secret("example") == first
    assert len(first) == 32
    assert home.secret_file("example").stat().st_mode & 0o777 == 0o600
    assert home.secret_file("example").parent.stat().st_mode & 0o777 == 0o700


def test_the_environment_goes_before_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = home.secret("example")
    monkeypatch.setenv("SHOUWANG_EXAMPLE", "ab" * 32)
    assert home.secret("example") == bytes.fromhex("ab" * 32)
    monkeypatch.delenv("SHOUWANG_EXAMPLE")
    assert home.secret("example") == kept


def test_a_passphrase_of_any_length_gives_thirty_two_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOUWANG_EXAMPLE", "a phrase")
    assert len(home.secret("example")) == 32


def test_another_value_sets_the_former_one_aside() -> None:
    former = home.secret("example")
    home.keep_secret("example", b"n" * 32)
    assert home.secret("example") == b"n" * 32
    [aside] = home.secret_file("example").parent.glob("example.before.*")
    assert bytes.fromhex(aside.read_text()) == former


def test_processes_that_begin_at_once_agree_on_a_secret(empty: Installation) -> None:
    asking = "from shouwang.project.home import secret; print(secret('example').hex())"
    processes = [empty.start("-c", asking) for _ in range(4)]
    assert len({process.communicate(timeout=60)[0] for process in processes}) == 1
