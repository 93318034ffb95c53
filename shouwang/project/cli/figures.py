"""``shouwang report daily`` and ``shouwang recount``."""

import argparse
from dataclasses import asdict
from datetime import date
from typing import Any

from shouwang.project.cli.frame import Failed, answer, area_path, operator, product, takes_area, takes_json, working

COLUMNS = ("today", "total", "now")


def declare(commands: argparse._SubParsersAction) -> None:
    """Declare ``report daily`` and ``recount``."""
    report = commands.add_parser("report", help="derived reports").add_subparsers(metavar="WHICH", required=True)
    daily = report.add_parser("daily", help="the daily report of an area or a unit")
    takes_area(daily)
    daily.add_argument("--unit", default="", help="code of a managing unit, instead of an area")
    daily.add_argument("--date", required=True, type=date.fromisoformat, metavar="YYYY-MM-DD", help="statistics day")
    daily.add_argument("--latest", action="store_true", help="count what arrived after the freeze as well")
    takes_json(daily)
    daily.set_defaults(run=run_daily)
    recount = commands.add_parser("recount", help="count every figure again from its records and compare")
    takes_area(recount)
    takes_json(recount)
    recount.set_defaults(run=run_recount)


def run_daily(options: argparse.Namespace) -> int:
    """Print the sheet."""
    if bool(options.area) == bool(options.unit):
        raise Failed("Name an area or a unit: --area CODE or --unit CODE")
    with product(), operator():
        from shouwang.ledger.subjects import Subject
        from shouwang.reports.exchange import as_json
        from shouwang.reports.reads import sheet

        subject = Subject(unit=options.unit) if options.unit else Subject(area=area_path(options.area))
        facts = as_json(sheet(subject, options.date, as_of="latest" if options.latest else ""))
    answer(options, facts, "\n".join(_line(item) for item in facts["items"]))
    return 0


def _line(item: dict[str, Any]) -> str:
    values = [f"{column} {item[column]}" for column in COLUMNS if item[column] is not None]
    return f"{item['title']}: {', '.join(values)}"


def run_recount(options: argparse.Namespace) -> int:
    """Count again; 1 when a running total is not what its records say."""
    with product(), operator():
        from shouwang.ledger.recounts import recount

        area = area_path(options.area) if options.area else "0"
        with working("counting"):
            differences = [asdict(found) for found in recount(area)]
    lines = [
        f"{row['figure']} {row['area']} {row['unit']} {row['day']}: {row['tallied']}, records say {row['counted']}"
        for row in differences
    ]
    answer(options, {"differences": differences}, "\n".join(lines) or "Every figure is what its records say.")
    return 1 if differences else 0
