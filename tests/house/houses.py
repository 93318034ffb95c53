"""What the house tests know about the tree: packages, files, imports."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "shouwang"
FEATURES = ("places", "people", "prompts", "duty", "papers", "quarantine", "arrivals", "residents", "reports", "situation", "logbook")
ENGINES = ("accounts", "audit", "policy", "ledger")


def sources(package: str = "", *, tests: bool = False) -> list[Path]:
    """The Python files of a package (or of all), without migrations, and without tests unless asked for."""
    found = (PACKAGE / package).rglob("*.py")
    return sorted(file for file in found if "migrations" not in file.parts and (tests or "tests" not in file.parts))


@cache
def tree(file: Path) -> ast.Module:
    """The parsed file."""
    return ast.parse(file.read_text(encoding="utf-8"))


def imports(file: Path) -> list[str]:
    """Dotted names of all modules a file imports, names taken from a module included."""
    found: list[str] = []
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            found += [name.name for name in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += [node.module, *(f"{node.module}.{name.name}" for name in node.names)]
    return found


def room(file: Path) -> str:
    """The room a file of a feature lies in: the first part of its path inside the package, without ending."""
    return file.relative_to(PACKAGE).parts[1].removesuffix(".py")


def package(file: Path) -> str:
    """The package a file belongs to."""
    return file.relative_to(PACKAGE).parts[0]
