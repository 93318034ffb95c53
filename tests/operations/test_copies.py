"""Backup and restore: whole or not at all, never over what is there, never without the keys."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.operations.installations import Installation, free_port

pytestmark = pytest.mark.slow
AREAS = "code,name,level,parent,kind\n410000000000,河南省,province,,\n"


@dataclass(frozen=True)
class Copy:
    """A copy of an installation, its keys, and how many areas were in it."""

    file: Path
    keys: Path
    areas: int


@pytest.fixture(scope="module")
def copy(prepared: Installation, tmp_path_factory: pytest.TempPathFactory) -> Copy:
    folder = tmp_path_factory.mktemp("copy")
    (folder / "areas.csv").write_text(AREAS)
    made = prepared.run("areas", "load", str(folder / "areas.csv"))
    assert made.returncode == 0, made.stderr
    copied = Copy(folder / "county.copy", folder / "county.keys", number_of_areas(prepared))
    made = prepared.run("backup", str(copied.file), "--keys", str(copied.keys))
    assert made.returncode == 0, made.stderr
    assert copied.areas > 0
    return copied


def number_of_areas(installation: Installation) -> int:
    """How many areas are there, as the owner counts them."""
    counted = installation.python(
        "-c",
        "from shouwang.project import postgres\n"
        "with postgres.server() as server, server.connect('shouwang') as owner:\n"
        "    print(owner.execute('SELECT count(*) FROM places_area').fetchone()[0])",
    )
    return int(counted.stdout)


def test_a_copy_comes_back_on_another_machine(copy: Copy, empty: Installation) -> None:
    done = empty.run("restore", str(copy.file), "--keys", str(copy.keys), "--json")
    assert done.returncode == 0, done.stderr
    assert number_of_areas(empty) == copy.areas
    assert empty.run("migrate", "--check").returncode == 0


def test_copy_and_keys_are_for_their_owner_only(copy: Copy) -> None:
    assert [file.stat().st_mode & 0o777 for file in (copy.file, copy.keys)] == [0o600, 0o600]


def test_the_copy_does_not_hold_the_keys(copy: Copy, prepared: Installation) -> None:
    sealing = (prepared.home / "secrets" / "sealing").read_text().strip()
    assert sealing in copy.keys.read_text()
    assert sealing.encode() not in copy.file.read_bytes()


def test_without_its_keys_a_copy_is_refused(copy: Copy, empty: Installation) -> None:
    done = empty.run("restore", str(copy.file))
    assert done.returncode == 1
    assert "--keys" in done.stderr


def test_a_database_that_holds_something_is_not_replaced_unasked(copy: Copy, prepared: Installation) -> None:
    done = prepared.run("restore", str(copy.file))
    assert done.returncode == 1
    assert "--force" in done.stderr
    assert prepared.run("restore", str(copy.file), "--force").returncode == 0
    assert number_of_areas(prepared) == copy.areas


def test_a_damaged_copy_changes_nothing(copy: Copy, prepared: Installation, tmp_path: Path) -> None:
    whole = bytearray(copy.file.read_bytes())
    whole[len(whole) // 2] ^= 0xFF
    damaged = tmp_path / "damaged.copy"
    damaged.write_bytes(whole)

    done = prepared.run("restore", str(damaged), "--force")

    assert done.returncode == 1
    assert "nothing was changed" in done.stderr
    assert number_of_areas(prepared) == copy.areas


def test_another_kind_of_file_is_refused_in_words(prepared: Installation, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("hello")
    done = prepared.run("restore", str(letter), "--force")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_keys_are_never_written_over(copy: Copy, prepared: Installation) -> None:
    before = copy.keys.read_text()
    done = prepared.run("backup", str(copy.file), "--keys", str(copy.keys))
    assert done.returncode == 1
    assert copy.keys.read_text() == before


def test_a_database_with_lost_keys_is_not_served_with_new_ones(copy: Copy, empty: Installation) -> None:
    assert empty.run("restore", str(copy.file), "--keys", str(copy.keys)).returncode == 0
    (empty.home / "secrets" / "sealing").unlink()

    done = empty.run("serve", "--port", str(free_port()))

    assert done.returncode == 1
    assert "not those of this database" in done.stderr
