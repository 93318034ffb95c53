"""``make bench``: measures against the budgets of the design, in a scratch database, and prints one line for each.

    python -m bench [--people N] [--orders N] [--checks N] [--requests N] [--only pages,import]
"""

import argparse
import os
import sys
import time
from pathlib import Path

SCRATCH = "shouwang_bench"


def main() -> int:
    """Fill, measure, print; 0 when every budget is met."""
    options = _options()
    os.environ["SHOUWANG_DATABASE"] = f"{SCRATCH}_{os.getpid()}"
    os.environ["SHOUWANG_SECOND_FACTOR"] = "optional"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shouwang.project.settings")
    from shouwang.project import database
    from shouwang.project.cli.frame import database_running
    from shouwang.project.cli.schema import migrate

    with database_running():
        migrate()
        try:
            return _measure(options)
        finally:
            _drop(database)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description="Measure against the budgets.")
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--orders", type=int, default=3_000)
    parser.add_argument("--checks", type=int, default=100_000)
    parser.add_argument("--requests", type=int, default=50)
    parser.add_argument("--rows", type=int, default=100_000, help="rows of the spreadsheet")
    parser.add_argument("--only", default="import,pages")
    return parser.parse_args()


def _measure(options: argparse.Namespace) -> int:
    import django

    django.setup()
    from bench import county, files, pages

    wanted = options.only.split(",")
    began = time.monotonic()
    county.fill(options.people, options.orders, options.checks, say=_say)
    _say(f"the county is there after {time.monotonic() - began:.0f} s")
    results = [*(files.measure(options.rows) if "import" in wanted else []), *(pages.measure(options.requests) if "pages" in wanted else [])]
    for result in results:
        _say(str(result))
    return 0 if all(result.met for result in results) else 1


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def _drop(database: object) -> None:
    from django.db import connections

    connections.close_all()
    with database.maintenance() as owner:
        database.drop_database(owner, os.environ["SHOUWANG_DATABASE"])


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    sys.exit(main())
