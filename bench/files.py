"""A spreadsheet of returnees: verdicts for every row, in a process of its own so that its memory can be told."""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.import_file import make
from bench.results import Result
from shouwang.places import reads as places

SECONDS, MEGABYTES = 20, 500
TOLD = "import resource,sys; from shouwang.project.cli import main; code = main(sys.argv[1:]); print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, file=sys.stderr); sys.exit(code)"


def measure(rows: int) -> list[Result]:
    """Seconds and megabytes of ``shouwang import --dry-run``."""
    county = places.path_of("411621") or ""
    towns = places.names([area.path for area in places.areas_below(county, "township")])
    villages = [(towns[area.path[:12]], area.name) for area in places.areas_below(county, "village")]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "returnees.xlsx"
        make(file, rows, villages)
        began = time.monotonic()
        done = subprocess.run([sys.executable, "-c", TOLD, "import", "returnee_register", str(file), "--area", "411621", "--dry-run", "--json"], capture_output=True, text=True, check=True)
        seconds = time.monotonic() - began
    counts = json.loads(done.stdout)["counts"]
    megabytes = float(done.stderr.strip().splitlines()[-1])
    return [Result(f"verdicts for {rows:,} returnees", SECONDS, seconds, "s", str(counts)), Result("their memory", MEGABYTES, megabytes, "MB")]
