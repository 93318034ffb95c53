"""Takes the pictures of the guides anew: ``scripts/pictures.py``, or only some of them: ``scripts/pictures.py township``."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from scripts import browser  # noqa: E402  (the checkout is not on the path before the line above)


def main() -> int:
    """0 when all pictures were taken."""
    chosen = ["-k", sys.argv[1]] if len(sys.argv) > 1 else []
    command = [sys.executable, "-m", "pytest", "tests/journeys/guides.py", *chosen]
    return subprocess.run(command, cwd=ROOT, env=os.environ | {browser.CHOSEN: browser.provide()}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
