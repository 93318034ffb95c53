"""The OpenAPI file that others build on is what the endpoints really say."""

from scripts.contracts import FILE, generated


def test_the_file_is_what_the_endpoints_say() -> None:
    assert FILE.read_text(encoding="utf-8") == generated(), "run: python scripts/contracts.py, and look at the difference before you commit it"
