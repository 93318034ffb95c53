"""The packs that come with the product: the checkout's ``policies/`` folder, or the copy inside an installed wheel."""

from pathlib import Path

from shouwang.lib.refusals import Refused
from shouwang.policy.choices import PACK_UNKNOWN
from shouwang.policy.pack_files import load_pack, read_toml
from shouwang.policy.packs import Pack

HERE = Path(__file__).resolve().parent
FOLDERS = (HERE.parents[1] / "policies", HERE / "packs")


def files() -> dict[str, Path]:
    """The pack files by pack id (the name of the file)."""
    folder = next((folder for folder in FOLDERS if folder.is_dir()), None)
    return {file.stem: file for file in sorted(folder.glob("*.toml"))} if folder else {}


def file_of(pack_id: str) -> Path:
    """The file of a pack. Raises Refused pack_unknown."""
    found = files().get(pack_id)
    if found is None:
        raise Refused("pack_unknown", PACK_UNKNOWN, pack=pack_id)
    return found


def pack(pack_id: str) -> Pack:
    """A pack from the shelf. Raises Refused pack_unknown, or PackFaulty."""
    return load_pack(file_of(pack_id))


def content(pack_id: str) -> dict:
    """The tables of a pack file as they are written."""
    return read_toml(file_of(pack_id))
