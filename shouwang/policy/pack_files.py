"""From a TOML file, or the content kept in the database, to a ``Pack``."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from shouwang.policy import choices
from shouwang.policy.overlays import own_overlays
from shouwang.policy.pack_building import build_pack
from shouwang.policy.pack_tables import Fault, Faults, PackFaulty
from shouwang.policy.packs import Pack, Source


def load_pack(path: Path) -> Pack:
    """The pack of a TOML file. Raises PackFaulty with every fault: file, key and reason."""
    return read_pack(read_toml(path), file=path.name)


def read_toml(path: Path) -> dict[str, Any]:
    """The tables of a TOML file. Raises PackFaulty when there is none or it is not TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError:
        raise PackFaulty([Fault(path.name, "", choices.NOT_FOUND)]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as why:
        raise PackFaulty([Fault(path.name, "", choices.NOT_TOML, {"why": str(why)})]) from None


def read_pack(raw: Mapping[str, Any], *, file: str) -> Pack:
    """The pack a TOML document or its JSON form says, its own ``[[overlay]]`` entries tried. Raises PackFaulty."""
    parts = {key: value for key, value in raw.items() if key != "class"}
    lines = raw.get("class", [])
    faults = Faults(file)
    if not isinstance(lines, list):
        faults.note("class", choices.WRONG_TYPE, wanted=choices.WANTS_TABLES, got=str(lines)[:40])
        lines = []
    pack = build_pack(Source(file, parts, tuple((line, "") for line in lines)), faults)
    own_overlays(pack)
    return pack
