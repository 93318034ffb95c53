"""What the wheel's build asks of us: its dependencies from requirements.in, and that everything built is there."""

from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

FRONT_END = "shouwang/ui/static/ui"
PACKS_IN_WHEEL = "shouwang/policy/packs"


class Dependencies(MetadataHookInterface):
    """The direct dependencies stand once, with their reasons, in requirements.in."""

    def update(self, metadata: dict) -> None:
        """Fill in what pyproject.toml calls dynamic."""
        lines = (Path(self.root) / "requirements.in").read_text("utf-8").splitlines()
        wanted = [line.partition("#")[0].strip() for line in lines]
        metadata["dependencies"] = [line for line in wanted if line]


class Built(BuildHookInterface):
    """A wheel without its front end, catalogues or policy packs would install well and not work."""

    def initialize(self, version: str, build_data: dict) -> None:
        """Refuse to build an unfinished wheel; take the policy packs in."""
        if version == "editable":
            return
        root = Path(self.root)
        catalogues = [po.with_suffix(".mo") for po in root.glob("shouwang/**/locale/*/LC_MESSAGES/*.po")]
        missing = [str(file.relative_to(root)) for file in catalogues if not file.exists()]
        missing += [] if any((root / FRONT_END).glob("*")) else [FRONT_END]
        if missing:
            raise RuntimeError(f"Run `make setup` first; not built yet: {', '.join(missing)}")
        if self.target_name == "wheel" and (root / "policies").is_dir():
            build_data["force_include"][str(root / "policies")] = PACKS_IN_WHEEL


def get_metadata_hook() -> type[MetadataHookInterface]:
    """The hook that hatchling calls for the metadata."""
    return Dependencies


def get_build_hook() -> type[BuildHookInterface]:
    """The hook that hatchling calls before it builds."""
    return Built
