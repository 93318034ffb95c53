"""Help for each page, in the reader's language: small Markdown files in ``help/<language>/``, found by the page's URL name.

``arrivals:new`` is helped by ``arrivals.new.md``; if there is none, by the file of the longest beginning that has one
(``arrivals.md``). The files are written in Simplified Chinese and English; Traditional Chinese is derived.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

from shouwang.lib.names import simplified
from shouwang.lib.traditional import traditional
from shouwang.ui import markdown

FOLDER = Path(__file__).parent / "help"
WRITTEN = ("zh-hans", "en")
TRADITIONAL = "zh-hant"
ERROR = "error"  # the text for pages that did not open
EXCERPT = 90  # letters


@dataclass(frozen=True)
class Help:
    """One text: its name, its title (the first line), and the rest as Markdown."""

    name: str
    title: str
    body: str

    @property
    def group(self) -> str:
        """The part of the product it belongs to."""
        return self.name.partition(".")[0]

    @property
    def text(self) -> str:
        """Title and body without marks."""
        return f"{self.title} {markdown.plain(self.body)}"


@dataclass(frozen=True)
class Hit:
    """A text that a search found, with the words around the place."""

    help: Help
    excerpt: str


def name_for(view_name: str) -> str:
    """The name of the text that helps on a page; empty where there is none."""
    parts = view_name.replace(":", ".")
    names = _files(WRITTEN[0])
    while parts:
        if parts in names:
            return parts
        cut = max(parts.rfind("."), parts.rfind("_"))
        parts = parts[:cut] if cut > 0 else ""
    return ""


def find(name: str, language: str = "") -> Help | None:
    """A text by its name, in a language (else the reader's)."""
    return texts(_known(language or get_language() or "")).get(name)


def texts(language: str) -> dict[str, Help]:
    """All texts of a language by name, in the order of their names."""
    return _texts(_known(language))


def search(words: str, language: str = "") -> list[Hit]:
    """The texts that hold all the words, those with one in the title first. Both scripts find each other."""
    found = []
    asked = [_folded(word) for word in words.split()]
    for one in texts(language or get_language() or "").values():
        text = _folded(one.text)
        if asked and all(word in text for word in asked):
            found.append(Hit(one, _excerpt(one.text, text.find(asked[0]))))
    return sorted(found, key=lambda hit: not any(word in _folded(hit.help.title) for word in asked))


def _known(language: str) -> str:
    language = language.lower()
    if language.startswith("zh"):
        return TRADITIONAL if "hant" in language else WRITTEN[0]
    return "en"


@cache
def _texts(language: str) -> dict[str, Help]:
    if language == TRADITIONAL:
        return {h.name: Help(h.name, traditional(h.title), traditional(h.body)) for h in _texts(WRITTEN[0]).values()}
    return {name: _read(name, file) for name, file in sorted(_files(language).items())}


def _read(name: str, file: Path) -> Help:
    title, _newline, body = file.read_text(encoding="utf-8").strip().partition("\n")
    return Help(name, title.removeprefix("# ").strip(), body.strip())


@cache
def _files(language: str) -> dict[str, Path]:
    return {file.stem: file for file in (FOLDER / language).glob("*.md")}


def _folded(text: str) -> str:
    return simplified(text).casefold()


def _excerpt(text: str, at: int) -> str:
    begin = max(at - EXCERPT // 3, 0)
    cut = text[begin : begin + EXCERPT].strip()
    return f"{'… ' if begin else ''}{cut}{' …' if begin + EXCERPT < len(text) else ''}"
