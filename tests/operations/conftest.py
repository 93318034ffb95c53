"""Installations of the tests' own: home in a passing folder."""

from pathlib import Path

import pytest

from tests.operations.installations import Installation


@pytest.fixture
def empty(tmp_path: Path) -> Installation:
    """An installation on which nothing was done yet."""
    return Installation(tmp_path / "home")


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """An installation with a migrated database."""
    made = Installation(tmp_path_factory.mktemp("prepared"))
    done = made.run("migrate")
    assert done.returncode == 0, done.stderr
    return made
