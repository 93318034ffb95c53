"""Writes requirements.txt and requirements-dev.txt anew: names, versions, hashes, no download addresses."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PLAIN = [
    "--generate-hashes",
    "--strip-extras",
    "--allow-unsafe",
    "--no-annotate",
    "--no-header",
    "--no-emit-options",
    "--no-emit-index-url",
    "--no-emit-trusted-host",
    "--no-emit-find-links",
]
SAME_VERSIONS = ["--constraint", "requirements.txt"]


def main() -> int:
    """Lock what the product stands on, then the checks with the same versions of it."""
    upgrade = [option for option in sys.argv[1:] if option.startswith("--upgrade")]
    return _compile("requirements", upgrade) or _compile("requirements-dev", [*SAME_VERSIONS, *upgrade])


def _compile(name: str, options: list[str]) -> int:
    sys.stdout.write(f"→ {name}.txt (a few minutes)\n")
    sys.stdout.flush()
    command = [sys.executable, "-m", "piptools", "compile", *PLAIN, *options, f"--output-file={name}.txt", f"{name}.in"]
    return subprocess.run(command, cwd=ROOT, stderr=subprocess.PIPE, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
