"""A package imports only from lower floors (import-linter reads the contract in pyproject.toml)."""

import subprocess
import sys
from pathlib import Path

from tests.house.houses import ROOT


def test_every_package_imports_only_from_lower_floors() -> None:
    command = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([command, "--config", ROOT / "pyproject.toml"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:]
