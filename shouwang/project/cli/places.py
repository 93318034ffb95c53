"""``shouwang areas load``: the official list of areas."""

import argparse
import csv
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from shouwang.project.cli.frame import Failed, answer, operator, product, say, takes_json, working

COLUMNS = {"code", "name", "level", "parent"}
REFUSALS_SHOWN = 20
HEADING_ROWS = 1


def declare(commands: argparse._SubParsersAction) -> None:
    """Declare ``areas load``."""
    areas = commands.add_parser("areas", help="the tree of areas").add_subparsers(metavar="ACTION", required=True)
    load = areas.add_parser("load", help="take in an official list; safe to repeat")
    load.add_argument("file", type=Path, metavar="FILE.csv", help="columns code, name, level, parent, kind")
    load.add_argument("--edition", help="which edition of the codes it is (default: the file's name)")
    load.add_argument("--on", type=date.fromisoformat, metavar="YYYY-MM-DD", help="the day new names hold from")
    load.add_argument("--complete", action="store_true", help="the list is whole: close the areas it no longer has")
    takes_json(load)
    load.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Load the list; 1 when a row was refused."""
    rows = read_rows(options.file)
    say(f"{len(rows)} rows …")
    with product(), operator() as by:
        from shouwang.places.writes import load_areas

        edition = options.edition or options.file.stem
        with working("comparing"):
            verdicts = load_areas(rows, edition=edition, by=by, on=options.on, complete=options.complete)
    counts = Counter(verdict.outcome for verdict in verdicts)
    refused = [
        {"row": number, "code": verdict.code, "reason": verdict.reason}
        for number, verdict in enumerate(verdicts, start=HEADING_ROWS + 1)
        if not verdict.taken
    ]
    answer(options, {"rows": len(rows), "counts": dict(counts), "refused": refused}, _words(counts, refused))
    return 1 if refused else 0


def read_rows(file: Path) -> list[dict[str, Any]]:
    """The rows of the list. Raises Failed when it cannot be read or lacks a column."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as source:
            reader = csv.DictReader(source)
            missing = COLUMNS - set(reader.fieldnames or ())
            rows = list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as failure:
        raise Failed(f"{file} cannot be read as a CSV file in UTF-8: {failure}") from failure
    if missing:
        raise Failed(f"{file} lacks the columns {', '.join(sorted(missing))}.")
    return rows


def _words(counts: Counter[str], refused: list[dict[str, Any]]) -> str:
    lines = [f"{outcome}: {number}" for outcome, number in sorted(counts.items())]
    lines += [f"row {row['row']}: {row['reason']} [{row['code']}]" for row in refused[:REFUSALS_SHOWN]]
    return "\n".join(lines)
