"""``shouwang import``: a spreadsheet comes in, every row gets its verdict."""

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from shouwang.project.cli.frame import Failed, area_path, operator, product, takes_area, takes_json, working

REFUSALS_SHOWN = 20


def declare(commands: argparse._SubParsersAction) -> None:
    """Declare ``import``."""
    taking = commands.add_parser("import", help="take a spreadsheet in; every row gets its verdict")
    taking.add_argument(
        "ledger", metavar="LEDGER", help="such as returnee_register, temperature_sheet, resident_summary"
    )
    taking.add_argument("file", type=Path, metavar="FILE", help="xlsx, xls, ods or csv")
    takes_area(taking, required=True)
    taking.add_argument("--as-of", type=moment, metavar="TIME", help="when the sheet speaks, such as 2020-01-30T18:00")
    taking.add_argument("--dry-run", action="store_true", help="only judge; nothing is recorded")
    takes_json(taking)
    taking.set_defaults(run=run)


def moment(text: str) -> datetime:
    """A moment; without a zone it is county time."""
    from shouwang.lib.clocks import local

    return local(datetime.fromisoformat(text))


def run(options: argparse.Namespace) -> int:
    """Import the file; 0 whenever it could be read, whatever the verdicts."""
    if not options.file.is_file():
        raise Failed(f"There is no file {options.file}.")
    with product():
        from shouwang.accounts.actors import system
        from shouwang.ledger.imports import report_of

        with operator():
            area = area_path(options.area)
        with working("reading and judging"):
            report = report_of(
                options.ledger, options.file, area, by=system(), as_of=options.as_of, dry_run=options.dry_run
            )
        show = _print_json if options.json else _print_words
        show(report.head, report.verdicts)
    return 0


def _print_json(head: dict[str, Any], verdicts: Iterator[dict[str, Any]]) -> None:
    """One JSON object, written as it comes: a large file's verdicts are never in memory together."""
    out = sys.stdout
    before = {name: value for name, value in head.items() if name != "verdicts"}
    out.write(json.dumps(before, ensure_ascii=False, default=str)[:-1])
    separator = ', "verdicts": ['
    for verdict in verdicts:
        out.write(separator + json.dumps(verdict, ensure_ascii=False, default=str))
        separator = ",\n"
    out.write("]}\n" if separator == ",\n" else separator + "]}\n")
    out.flush()


def _print_words(head: dict[str, Any], verdicts: Iterator[dict[str, Any]]) -> None:
    lines = [] if head["sheets"] else ["No table with the columns of this ledger was found."]
    lines += [f"{what}: {number}" for what, number in head["counts"].items()]
    refused = [verdict for verdict in verdicts if verdict["outcome"] == "refused"]
    lines += [f"{row['sheet']} {row['row']}: {row['reason']} [{row['code']}]" for row in refused[:REFUSALS_SHOWN]]
    sys.stdout.write("\n".join(lines) + "\n")
