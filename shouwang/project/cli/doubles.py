"""``shouwang find-doubles``: looks at once for persons and households that may be registered twice; every night it happens by itself."""

import argparse

from shouwang.project.cli.frame import answer, area_path, operator, product, say, takes_area, takes_json

STEP = 50  # villages between two lines of progress


def declare(commands: argparse._SubParsersAction) -> None:
    """Declare ``find-doubles``."""
    doubles = commands.add_parser("find-doubles", help="look for persons and households that may be registered twice")
    takes_area(doubles)
    takes_json(doubles)
    doubles.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Ask about every pair that is new; somebody in office decides on the page *Perhaps registered twice*."""
    with product(), operator() as by:
        from shouwang.people import writes
        from shouwang.places.reads import counties_in_use

        areas = [area_path(options.area)] if options.area else list(counties_in_use())
        say("looking for persons")
        persons = sum(writes.find_suspected(area, by=by) for area in areas)
        homes = sum(writes.find_suspected_homes(area, by=by, progress=_progress) for area in areas)
    words = f"Asked about {persons} pairs of persons and {homes} pairs of households."
    answer(options, {"persons": persons, "households": homes}, words)
    return 0


def _progress(done: int, total: int) -> None:
    if done % STEP == 0 or done == total:
        say(f"households: {done} of {total} villages")
