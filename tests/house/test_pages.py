"""Laws of pages: nothing inline, a strict policy on every answer, nothing destroyed by a slip, no list that leaves a reader alone."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils.csp import CSP

from tests.house.houses import PACKAGE, sources
from tests.house.objects import OWN_TOWN
from tests.house.test_urls import addresses, officer

TEMPLATES = sorted(file for file in PACKAGE.rglob("templates/**/*.html") if "messages" not in file.parts)
INLINE = re.compile(r"<style\b|\sstyle\s*=|<script\b(?![^>]*\bsrc=)|\son[a-z]+\s*=\s*[\"']|javascript:", re.IGNORECASE)
FORM = re.compile(r"<form\b[^>]*method=\"post\"[^>]*>.*?</form>", re.DOTALL)
TARGET = re.compile(r"(?:form)?action=\"{% url '([\w:]+)'")
ASKS = re.compile(r"{% (?:field|fields|bare_input|temperature_field|file_drop)\b|<(?:input(?![^>]*type=\"hidden\")|select|textarea)\b")
DESTROYING = re.compile(r"(?:^|_|:)(?:end|close|undo|withdraw|forget|delete|remove|revoke|cancel|take_back|decline|unmerge|merge|release|act_ended)(?:_|$)")
OPEN_POLICY = ("unsafe-inline", "unsafe-eval", "unsafe-hashes", "*", "http:", "https:")


def called(file: Path) -> str:
    return str(file.relative_to(PACKAGE))


@pytest.mark.parametrize("file", TEMPLATES, ids=called)
def test_nothing_is_inline(file: Path) -> None:
    found = INLINE.findall(file.read_text())
    assert not found, f"{called(file)}: scripts belong into desktop/src, styles into desktop/styles: {found}"


def test_the_policy_lets_nothing_in_from_elsewhere() -> None:
    for directive, allowed in settings.SECURE_CSP.items():
        assert not [source for source in allowed if str(source) in OPEN_POLICY], directive
    assert {"default-src", "object-src", "base-uri", "frame-ancestors", "form-action"} <= settings.SECURE_CSP.keys()
    assert settings.SECURE_CSP["default-src"] == [CSP.SELF]


def test_every_answer_carries_the_policy(demo: None) -> None:
    client, bare = officer(), []
    for route, _values in addresses(OWN_TOWN):
        policy = client.get(route).headers.get("Content-Security-Policy", "")
        if "default-src 'self'" not in policy or any(word in policy for word in ("unsafe-", "*")):
            bare.append(route)
    assert not bare
    assert "default-src 'self'" in Client().get("/account/login/").headers["Content-Security-Policy"]


def slips(file: Path) -> Iterator[str]:
    """Forms that destroy something at one click: nothing to fill in, and nothing that asks."""
    for form in FORM.findall(file.read_text()):
        destroying = [target for target in TARGET.findall(form) if DESTROYING.search(target.partition(":")[2])]
        if destroying and not ASKS.search(form) and "data-confirm" not in form:
            yield from destroying


@pytest.mark.parametrize("file", TEMPLATES, ids=called)
def test_nothing_is_destroyed_by_a_slip(file: Path) -> None:
    found = list(slips(file))
    assert not found, f"{called(file)}: ask first (confirm_button, data-confirm) or let a reason be written: {found}"


def test_the_law_about_slips_catches_one(tmp_path: Path) -> None:
    slip = "<form method=\"post\" action=\"{% url 'duty:end_team' 1 %}\">{% csrf_token %}<button>End</button></form>"
    page = tmp_path / "page.html"
    for form, caught in ((slip, True), (slip.replace("<button", '<button data-confirm="?"'), False), (slip.replace("<button", "{% field f %}<button"), False)):
        page.write_text(form)
        assert bool(list(slips(page))) is caught


def empties() -> Iterator[tuple[str, ast.Call]]:
    for file in sources():
        if "tests" in file.parts or file.name in ("tables.py", "ui.py"):
            continue
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Empty":
                yield f"{file.relative_to(PACKAGE)}:{node.lineno}", node


def test_an_empty_list_says_what_to_do() -> None:
    """A list that is empty because all is done needs no more than its check mark; every other one says what to do."""
    mute = [where for where, call in empties() if not _says_more(call) and "circle-check" not in ast.unparse(call)]
    assert not mute, f"say what to do in the second sentence, or offer it: {mute}"


def _says_more(call: ast.Call) -> bool:
    second = call.args[1] if len(call.args) > 1 else next((k.value for k in call.keywords if k.arg in ("text", "action")), None)
    return second is not None and not (isinstance(second, ast.Constant) and not second.value)


def test_the_page_of_components_shows_every_one() -> None:
    """Every tag of ``ui`` that draws something is on /ui, or is part of another one that is."""
    tags = (PACKAGE / "ui/templatetags/ui.py").read_text()
    names = re.findall(r"@register\.(?:inclusion_tag|simple_tag)[^\n]*\ndef (\w+)\(", tags)
    shown = "".join(file.read_text() for file in (PACKAGE / "ui/templates/ui").glob("*.html"))
    page = (PACKAGE / "ui/templates/ui/components.html").read_text()
    missing = [name for name in names if f"{{% {name} " not in page and f"{{% {name} " not in shown]
    assert not missing, f"show these on /ui: {missing}"


@pytest.mark.parametrize("file", sources(), ids=lambda file: str(file.relative_to(PACKAGE)))
def test_a_day_is_given_to_the_browser_as_it_reads_days(file: Path) -> None:
    """A browser's own date field takes only 2020-02-05; written as the reader's language writes days, it stays empty."""
    bare = re.findall(r"Date(?:Time)?Input\(attrs=", file.read_text("utf-8"))
    assert not bare, 'say format="%Y-%m-%d" (of a moment "%Y-%m-%dT%H:%M")'
