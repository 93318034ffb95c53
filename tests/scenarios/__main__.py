"""``python -m tests.scenarios FILE.toml``: plays a scenario in a scratch database and prints expected and got."""

import argparse
import os
import sys
import time
from pathlib import Path

SCRATCH = "shouwang_scenario"


def main() -> int:
    """Play; 0 when everything that the features can answer is right."""
    parser = argparse.ArgumentParser(prog="make scenario FILE=", description="Play an acceptance scenario against a scratch database.")
    parser.add_argument("file", type=Path)
    file: Path = parser.parse_args().file
    os.environ["SHOUWANG_DATABASE"] = f"{SCRATCH}_{os.getpid()}"
    os.environ["SHOUWANG_SECOND_FACTOR"] = "optional"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shouwang.project.settings")
    from shouwang.project import database
    from shouwang.project.cli.frame import database_running
    from shouwang.project.cli.schema import migrate
    from tests.scenarios.expansion import NoScenario

    with database_running():
        migrate()
        try:
            return _play(file)
        except NoScenario as missing:
            sys.stderr.write(f"{missing}\n")
            return 2
        finally:
            _drop(database)


def _play(file: Path) -> int:
    import django
    from django.utils import translation

    django.setup()
    from tests.scenarios.playing import Play

    began = time.monotonic()
    with translation.override("en"):
        play = Play(file)
        sys.stderr.write(f"playing {play.meta['id']}: {len(play.scenario.rows())} rows …\n")
        score = play.run()
    sys.stdout.write(f"{score.report()}\n")
    sys.stderr.write(f"{time.monotonic() - began:.0f} s\n")
    return 0 if score.wrong == 0 else 1


def _drop(database: object) -> None:
    from django.db import connections

    connections.close_all()
    with database.maintenance() as owner:
        database.drop_database(owner, os.environ["SHOUWANG_DATABASE"])


if __name__ == "__main__":
    sys.exit(main())
