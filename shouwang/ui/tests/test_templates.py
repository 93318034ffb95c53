"""No template breaks the content security policy, and every icon that is named exists."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

from shouwang.ui import icons

PACKAGE = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(file for file in PACKAGE.rglob("templates/**/*.html"))
FORBIDDEN = {
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", re.IGNORECASE),
    "inline style": re.compile(r"<style|\sstyle\s*=", re.IGNORECASE),
    "event attribute": re.compile(r"\s(?:on[a-z]+|hx-on[:\w-]*)\s*=", re.IGNORECASE),
    "script address": re.compile(r"javascript:", re.IGNORECASE),
    "foreign address": re.compile(r"""(?:src|href)\s*=\s*["'](?:https?:)?//""", re.IGNORECASE),
    "evaluated filter": re.compile(
        r"hx-(?:vals|headers)\s*=\s*['\"]\s*(?:js|javascript):|hx-trigger\s*=\s*[^>]*\[", re.IGNORECASE
    ),
}
NAMED_IN_TEMPLATES = re.compile(r"""\{%\s*icon\s+["']([\w-]+)["']|\bicon=["']([\w-]+)["']""")
NAMED_IN_PYTHON = re.compile(r"""\bicon=["']([\w-]+)["']""")


def name(file: Path) -> str:
    return str(file.relative_to(PACKAGE))


@pytest.mark.parametrize("file", TEMPLATES, ids=name)
def test_a_template_holds_nothing_that_the_policy_forbids(file: Path) -> None:
    text = file.read_text("utf-8")
    found = [f"{what}: {match[0]}" for what, pattern in FORBIDDEN.items() for match in pattern.finditer(text)]
    assert not found, f"move it into desktop/: {found}"


@pytest.mark.parametrize("file", TEMPLATES, ids=name)
def test_a_template_can_be_read(file: Path) -> None:
    inside = file.parts[file.parts.index("templates") + 1 :]
    assert get_template("/".join(inside))


@pytest.mark.parametrize("file", TEMPLATES, ids=name)
def test_the_icons_of_a_template_exist(file: Path) -> None:
    named = {one or other for one, other in NAMED_IN_TEMPLATES.findall(file.read_text("utf-8"))}
    assert named <= icons.names(), f"add to {icons.LIST.name}: {sorted(named - icons.names())}"


def test_the_icons_named_in_python_exist() -> None:
    sources = [file for file in PACKAGE.rglob("*.py") if "tests" not in file.parts]
    named = {found for file in sources for found in NAMED_IN_PYTHON.findall(file.read_text("utf-8"))}
    assert named - {""} <= icons.names()


FRAMES = {
    "residents/templates/residents/base.html",  # an old phone: large type, no script, under 30 kB
    "ui/templates/ui/skeleton.html",
}


def test_every_page_has_one_frame() -> None:
    """A page extends a frame or is a fragment: it never writes its own <html>."""
    own = [name(file) for file in TEMPLATES if "<html" in file.read_text("utf-8").lower()]
    assert set(own) == FRAMES


def test_the_rules_find_what_they_forbid() -> None:
    bad = '<script>x()</script><p style="a" onclick="b"><img src="//c">'
    bad += '<a href="javascript:d" hx-trigger="click[e]" hx-on:click="f">'
    assert all(pattern.search(bad) for pattern in FORBIDDEN.values())
