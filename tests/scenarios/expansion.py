"""The scenario file with its rows expanded by the ``expand.py`` that belongs to the format."""

import importlib.util
import sys
from pathlib import Path
from typing import Any


class NoScenario(Exception):
    """The file or its expander is not there. The message says which."""


BESIDE_THE_CHECKOUT = Path(__file__).resolve().parents[2].parent / "shared" / "scenarios"


def load(file: Path) -> Any:
    """The scenario object of ``expand.py``: meta, areas, rows(), files(), expectations, checks, probes. Raises NoScenario."""
    if not file.exists():
        raise NoScenario(f"{file} is not there.")
    return _module(_expander(file)).load(file)


def areas_file(file: Path) -> Path:
    """The area file that belongs to the scenarios."""
    return Path(_module(_expander(file)).DEFAULT_AREAS)


def _expander(file: Path) -> Path:
    """``expand.py`` beside the file, else where the three scenarios lie."""
    asked = [folder / "expand.py" for folder in (file.resolve().parent, BESIDE_THE_CHECKOUT)]
    found = next((path for path in asked if path.exists()), None)
    if found is None:
        raise NoScenario(f"expand.py is not there: it belongs beside {file}, or at {asked[1]}.")
    return found


def raw(file: Path) -> dict[str, Any]:
    """The file as it is written: areas to load, overlays."""
    import tomllib

    return tomllib.loads(file.read_text(encoding="utf-8"))


def _module(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location("scenario_expand", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["scenario_expand"] = module
    spec.loader.exec_module(module)
    return module
