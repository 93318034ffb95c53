"""Runs every check, section by section; the last line is pytest's own summary.

``scripts/test.py`` runs all; ``scripts/test.py contracts style`` runs those named; ``scripts/test.py everyday`` the tests that
need no browser and are not slow.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SIDE_BY_SIDE = ("--numprocesses=auto", "--maxprocesses=4", "--dist=worksteal")  # each process has a database of its own
BIN = Path(sys.executable).parent
sys.path.insert(0, str(ROOT))

from scripts import browser  # noqa: E402  (the checkout is not on the path before the line above)


def main() -> int:
    """Run the sections asked for; 0 when all passed."""
    wanted = sys.argv[1:] or EVERYTHING
    if unknown := set(wanted) - set(SECTIONS):
        sys.stderr.write(f"No such section: {', '.join(unknown)}. There are: {', '.join(SECTIONS)}\n")
        return 2
    results: list[tuple[str, bool, float]] = []
    last = ""
    for name in wanted:
        began = time.monotonic()
        _say(f"\n── {name} " + "─" * (60 - len(name)))
        passed, last = SECTIONS[name]()
        results.append((name, passed, time.monotonic() - began))
    _summary(results, last)
    return 0 if all(passed for _, passed, _ in results) else 1


def contracts() -> tuple[bool, str]:
    """Floors, rooms and private tables."""
    return _run([str(BIN / "lint-imports")])


def style() -> tuple[bool, str]:
    """Style and common mistakes."""
    return _run([str(BIN / "ruff"), "check", "."])


def types() -> tuple[bool, str]:
    """Types of the whole package."""
    return _run([str(BIN / "basedpyright")])


def tests() -> tuple[bool, str]:
    """Unit, database and browser tests."""
    try:
        chromium = browser.provide()
    except browser.Missing as missing:
        return False, str(missing)
    _say(f"chromium: {chromium}")
    return _run([sys.executable, "-m", "pytest", *SIDE_BY_SIDE, "--durations=10"], **{browser.CHOSEN: chromium})


def everyday() -> tuple[bool, str]:
    """Unit and database tests: what is run many times a day."""
    return _run([sys.executable, "-m", "pytest", *SIDE_BY_SIDE, "-m", "not slow and not browser", "--durations=10"])


EVERYTHING = ["contracts", "style", "types", "tests"]
SECTIONS: dict[str, Callable[[], tuple[bool, str]]] = {
    "contracts": contracts,
    "style": style,
    "types": types,
    "tests": tests,
    "everyday": everyday,
}


def _run(command: list[str], **environment: str) -> tuple[bool, str]:
    """Run it with its output shown; whether it passed, and its last line."""
    last = ""
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as child:
        for line in child.stdout or ():
            sys.stdout.write(line)
            sys.stdout.flush()
            last = line.strip() or last
    return child.returncode == 0, last


def _summary(results: list[tuple[str, bool, float]], last: str) -> None:
    _say("\n── summary " + "─" * 53)
    for name, passed, seconds in results:
        _say(f"{'passed' if passed else 'FAILED'}  {name}  ({seconds:.0f} s)")
    _say(last)


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
