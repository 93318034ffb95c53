"""``shouwang demo``: a real county's places, invented people, three days of history."""

import argparse
import os

from shouwang.project.cli import serving
from shouwang.project.cli.frame import answer, database_running, product, say, takes_json

WITHOUT_SECOND_FACTOR = ("SHOUWANG_SECOND_FACTOR", "optional")
NOTHING_IS_SENT = ("SHOUWANG_MESSAGES", "record")


def declare(commands: argparse._SubParsersAction) -> None:
    """Declare ``demo``."""
    demo = commands.add_parser("demo", help="fill the database with a demo county; safe to repeat")
    demo.add_argument("--people", type=int, metavar="N", help="residents to invent, up to a whole county's 1000000")
    demo.add_argument("--serve", action="store_true", help="then serve it, without a second factor for its sign-ins")
    serving.add_address(demo)
    takes_json(demo)
    demo.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Prepare, fill, say who can sign in, and serve where asked."""
    if options.serve:
        serving.stop_cleanly_from_now_on()
        serving.check_address(options)
    with database_running():
        _fill(options)
        if options.serve:
            os.environ.setdefault(*WITHOUT_SECOND_FACTOR)
            os.environ.setdefault(*NOTHING_IS_SENT)
            serving.serve(options)
    return 0


def _fill(options: argparse.Namespace) -> None:
    from shouwang.project.cli.schema import migrate

    migrate()
    with product():
        from shouwang.demo.fill import DEFAULT_PEOPLE, fill, sign_ins
        from shouwang.project.database import take_stock

        new = fill(options.people or DEFAULT_PEOPLE, say=say)
        if new:
            take_stock()
        known = [{"username": name, "password": password, "name": person} for name, password, person in sign_ins()]
    rows = [f"  {row['username']:<12} {row['password']:<20} {row['name']}" for row in known]
    words = ["The demo county is filled." if new else "The demo county was there already.", "Sign-ins:", *rows]
    answer(options, {"filled": new, "sign_ins": known}, "\n".join(words))
