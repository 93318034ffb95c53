"""Writes contracts/openapi.json from the endpoints, or says with --check that it is behind them."""

import json
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "contracts" / "openapi.json"


def generated() -> str:
    """The OpenAPI file as the endpoints stand."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shouwang.project.settings")
    sys.path.insert(0, str(ROOT))
    import django
    from django.apps import apps
    from django.utils import translation

    if not apps.ready:
        django.setup()
    from shouwang.project.api import api

    with translation.override("en"):
        schema = api.get_openapi_schema(path_prefix="/api/v1/")
        return json.dumps(schema, indent=1, ensure_ascii=False, sort_keys=True, default=str) + "\n"


def main() -> int:
    """Write, or check."""
    text = generated()
    if "--check" in sys.argv:
        same = FILE.exists() and FILE.read_text(encoding="utf-8") == text
        sys.stdout.write("" if same else "contracts/openapi.json is behind the endpoints: run python scripts/contracts.py\n")
        return 0 if same else 1
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
