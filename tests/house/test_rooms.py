"""Every feature has the same rooms and no others; each room keeps to its work."""

from pathlib import Path

import pytest

from tests.house.houses import ENGINES, FEATURES, PACKAGE, imports, package, room, sources

ROOMS = {
    "__init__", "apps", "urls", "views", "api", "jobs", "forms", "exchange", "writes", "reads", "figures", "due", "models", "rules",
    "choices", "templates", "migrations", "tests", "sql", "static",
}
DRAWERS = {"utils", "helpers", "services", "managers", "signals", "common", "misc", "admin"}
FACES = {"urls", "views", "api", "jobs"}
LONGEST = 400


def feature_files() -> list[Path]:
    return [file for feature in FEATURES for file in sources(feature)]


@pytest.mark.parametrize("feature", FEATURES)
def test_a_feature_has_the_rooms_of_the_house_and_no_others(feature: str) -> None:
    found = {entry.name.removesuffix(".py") for entry in (PACKAGE / feature).iterdir()} - {"__pycache__"}
    assert found <= ROOMS, f"{feature} has rooms that the house does not know: {sorted(found - ROOMS)}; see docs/architecture.md"


def test_there_is_no_drawer_anywhere() -> None:
    found = [str(file) for file in PACKAGE.rglob("*.py") if file.stem in DRAWERS]
    assert not found, f"name these after what they hold: {found}"


def test_no_file_is_longer_than_a_room() -> None:
    long = {str(file.relative_to(PACKAGE)): n for file in sources() if (n := len(file.read_text().splitlines())) > LONGEST}
    assert not long, f"split these by noun into a folder of the same name: {long}"


def test_pages_and_endpoints_do_not_import_tables() -> None:
    found = [f"{file}: {name}" for file in feature_files() if room(file) in FACES for name in imports(file) if ".models" in name and name.startswith("shouwang.")]
    assert not found, f"go through reads and writes: {found}"


def test_rules_are_pure() -> None:
    forbidden = ("django.db", "django.http", "shouwang.lib.clocks.now")
    found = [
        f"{file}: {name}" for file in feature_files() if room(file) == "rules" for name in imports(file)
        if name.startswith(forbidden) or name.endswith(".models") or ".reads" in name or ".writes" in name
    ]
    assert not found, f"hand time, policy and rows to a rule as arguments: {found}"


def test_rules_never_read_the_clock() -> None:
    found = [str(file) for file in feature_files() if room(file) == "rules" and ("clocks.now(" in file.read_text() or "clocks.today(" in file.read_text())]
    assert not found, f"hand the time to a rule as an argument: {found}"


def test_tables_are_private_to_their_package() -> None:
    found = []
    for file in [*feature_files(), *(file for engine in ENGINES for file in sources(engine))]:
        for name in imports(file):
            parts = name.split(".")
            if parts[0] == "shouwang" and "models" in parts and parts[1] != package(file):
                found.append(f"{file.relative_to(PACKAGE)}: {name}")
    assert not found, f"reach another package through its reads and writes: {found}"


def test_reads_and_figures_do_not_write() -> None:
    writing = (".save(", ".delete(", ".bulk_create(", "bulk_update(", ".objects.create(", "get_or_create(", "update_or_create(")
    found = [
        f"{file.relative_to(PACKAGE)}: {call}" for file in feature_files() if room(file) in {"reads", "figures", "due", "forms", "rules"}
        for call in writing if call in file.read_text()
    ]
    assert not found, f"writing belongs into writes: {found}"


def test_models_have_no_life_of_their_own() -> None:
    found = [str(file) for file in feature_files() if room(file) == "models" and ("def save(" in file.read_text() or "receiver(" in file.read_text())]
    assert not found, f"a table holds columns and constraints; behaviour belongs into rules and writes: {found}"


def test_who_asks_is_said_in_one_place() -> None:
    readers = {str(file.relative_to(PACKAGE)) for file in sources() if "request.actor" in file.read_text()}
    own = {str(file.relative_to(PACKAGE)) for file in sources() if "def actor_of(" in file.read_text()}
    assert (readers, own) == (set(), {"accounts/doors.py"}), "use accounts.doors.actor_of"
