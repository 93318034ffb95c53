"""Compiles every message catalogue, so that no gettext is needed on the machine."""

import sys
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    """Compile each .po beside itself."""
    for source in sorted((ROOT / "shouwang").glob("**/locale/*/LC_MESSAGES/*.po")):
        polib.pofile(str(source), encoding="utf-8").save_as_mofile(str(source.with_suffix(".mo")))
        sys.stdout.write(f"{source.relative_to(ROOT)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
