"""``shouwang policy list`` and ``shouwang policy use``: which rules hold where, from which day."""

import argparse
from datetime import date

from shouwang.project.cli.frame import Failed, answer, area_path, operator, product, takes_area, takes_json


def declare(commands: argparse._SubParsersAction) -> None:
    """Declare ``policy list`` and ``policy use``."""
    policy = commands.add_parser("policy", help="the rules in force").add_subparsers(metavar="ACTION", required=True)
    shown = policy.add_parser("list", help="the packs that come with this version")
    takes_json(shown)
    shown.set_defaults(run=run_list)
    use = policy.add_parser("use", help="put a pack in force for an area and all below it")
    use.add_argument("pack", metavar="PACK", help="a name from `shouwang policy list`")
    takes_area(use, required=True)
    use.add_argument("--from", dest="valid_from", required=True, type=date.fromisoformat, metavar="YYYY-MM-DD")
    use.add_argument("--to", dest="valid_to", type=date.fromisoformat, metavar="YYYY-MM-DD", help="last day")
    use.add_argument("--reason", required=True, help="the order or plan that says so")
    use.add_argument("--basis", default="", help="number and date of that order or plan")
    use.add_argument(
        "--alone-because", default="", metavar="WHY",
        help="where a pack is in force already: why no second person confirms on the page (kept in the history)",
    )  # fmt: skip
    takes_json(use)
    use.set_defaults(run=run_use)


def run_list(options: argparse.Namespace) -> int:
    """Show the packs on the shelf."""
    with product():
        from shouwang.policy import shelf

        packs = [shelf.pack(name) for name in shelf.files()]
    rows = [{"pack": pack.id, "version": pack.version, "disease": pack.disease} for pack in packs]
    answer(options, {"packs": rows}, "\n".join(f"{row['pack']}  {row['disease']}" for row in rows))
    return 0


def run_use(options: argparse.Namespace) -> int:
    """Put the pack in force: alone only while none is in force, or with a reason for it."""
    with product(), operator() as by:
        from shouwang.policy.writes import NewPack, put_in_force

        new = NewPack(
            area=area_path(options.area),
            pack_id=options.pack,
            valid_from=options.valid_from,
            valid_to=options.valid_to,
            reason=options.reason,
            basis=options.basis,
            alone_because=options.alone_because,
        )
        [verdict] = put_in_force([new], by=by)
        if not verdict.taken:
            raise Failed(f"{verdict.reason} [{verdict.code}]")
    facts = {"outcome": verdict.outcome, "area": new.area, "from": options.valid_from, **verdict.facts}
    answer(options, facts, f"{options.pack} holds in {new.area} from {options.valid_from}.")
    return 0
