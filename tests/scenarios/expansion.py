"""The scenario file with its rows expanded by the ``expand.py`` that lies beside it."""

import importlib.util
import sys
from pathlib import Path
from typing import Any


class NoScenario(Exception):
    """The file or its expander is not there. The message says which."""


def load(file: Path) -> Any:
    """The scenario object of ``expand.py``: meta, areas, rows(), files(), expectations, checks, probes. Raises NoScenario."""
    expander = file.resolve().parent / "expand.py"
    for needed in (file, expander):
        if not needed.exists():
            raise NoScenario(f"{needed} is not there: scenarios are played from the folder that holds them and their expand.py")
    return _module(expander).load(file)


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
