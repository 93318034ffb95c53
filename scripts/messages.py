"""Collects the strings to translate, derives Traditional from Simplified Chinese, checks and compiles the catalogues.

``messages.py`` updates both catalogues; ``--check`` changes nothing and answers 1 with a list of what is wrong;
``--compile`` only compiles. Needs no gettext on the machine.
"""

import argparse
import ast
import io
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polib
from babel.messages.extract import extract_python

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "shouwang"
LOCALE = PACKAGE / "locale"
sys.path.insert(0, str(ROOT))

from scripts import catalogues  # noqa: E402  (the checkout is not on the path before the line above)
from shouwang.lib.traditional import traditional  # noqa: E402

SIMPLIFIED, TRADITIONAL = "zh_Hans", "zh_Hant"
# In Python: the common names and the underscore; the templates' own compiler writes the same names.
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
CALL = re.compile(r"\b(?:np|n|p)?gettext\(|(?<!\w)_\(")
PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|\{(\w*)\}|%[sd]")
HEADER = {
    "Project-Id-Version": "Shouwang",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}


@dataclass(frozen=True, order=True)
class Message:
    """A string of the source: its plural and its context where it has them."""

    text: str
    plural: str = ""
    context: str = ""


def main() -> int:
    """Update, check or compile."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument(
        "--check", action="store_true", help="change nothing; list what is missing, obsolete or does not fit"
    )
    arguments.add_argument("--compile", action="store_true", help="only compile the catalogues")
    asked = arguments.parse_args()
    if asked.compile:
        return catalogues.main()
    if asked.check:
        return _tell(problems())
    update()
    catalogues.main()
    return _tell(problems())


def problems() -> list[str]:
    """Everything wrong with the catalogues, a line each; empty when they are complete."""
    wanted = set(collected())
    return [line for language in (SIMPLIFIED, TRADITIONAL) for line in _problems_of(language, wanted)]


def update() -> None:
    """Write both catalogues anew: all strings of the source, the translations kept, what nobody uses left out."""
    wanted = sorted(set(collected()))
    simplified = _renewed(SIMPLIFIED, wanted)
    simplified.save(str(_file(SIMPLIFIED)))
    _derived(simplified).save(str(_file(TRADITIONAL)))


def collected() -> Iterator[Message]:
    """Every string to translate in the package's Python files and templates."""
    for file in _sources("py"):
        source = file.read_bytes()
        yield from _extracted(source, _keywords(source))
    for file in [*_sources("html"), *_sources("txt")]:
        yield from _extracted(_as_python(file.read_text("utf-8"), str(file)))


def _sources(ending: str) -> list[Path]:
    skipped = {"tests", "migrations", "static"}
    return sorted(file for file in PACKAGE.rglob(f"*.{ending}") if not skipped & set(file.relative_to(PACKAGE).parts))


def _as_python(template: str, origin: str) -> bytes:
    """A template's translation tags as calls of gettext, by Django's own compiler."""
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure()
    written = templatize(template, origin=origin)
    return "\n".join(_calls(written)).encode()


def _calls(written: str) -> Iterator[str]:
    """The calls in what Django's compiler wrote; the filling between them is no Python."""
    for match in CALL.finditer(written):
        ends = [match.end() + at for at, letter in enumerate(written[match.end() :], 1) if letter == ")"]
        yield next(call for end in ends if _is_python(call := written[match.start() : end]))


def _is_python(text: str) -> bool:
    try:
        ast.parse(text)
    except SyntaxError:
        return False
    return True


def _keywords(source: bytes) -> Mapping[str, Any]:
    """The functions' names, those included that the file gives them by ``import … as …``."""
    imports = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom))
    named = [
        name for node in imports if node.module == "django.utils.translation" for name in node.names if name.asname
    ]
    return KEYWORDS | {str(name.asname): KEYWORDS[name.name] for name in named if name.name in KEYWORDS}


def _extracted(source: bytes, keywords: Mapping[str, Any] = KEYWORDS) -> Iterator[Message]:
    for _line, function, found, _comments in extract_python(io.BytesIO(source), keywords, (), {"encoding": "utf-8"}):
        parts = [found] if isinstance(found, str) else [part for part in found or () if isinstance(part, str)]
        message = _message(keywords[function], parts)
        if message.text:
            yield message


def _message(places: Any, parts: list[str]) -> Message:
    """The call's strings by the places that its function gives them: context, singular, plural."""
    context = parts.pop(0) if places and (1, "c") in places and parts else ""
    takes_plural = sum(isinstance(place, int) for place in places or ()) > 1
    return Message(parts[0] if parts else "", parts[1] if takes_plural and len(parts) > 1 else "", context)


def _renewed(language: str, wanted: Iterable[Message]) -> polib.POFile:
    known = {_message_of(entry): entry for entry in _catalogue(language)}
    catalogue = polib.POFile(wrapwidth=110)
    catalogue.metadata = HEADER | {"Language": language}
    for message in wanted:
        before = known.get(message)
        catalogue.append(_entry(message, _translation(before) if before else ""))
    return catalogue


def _derived(simplified: polib.POFile) -> polib.POFile:
    """The Traditional catalogue: by phrase tables (Taiwan's forms) and the terms of the field."""
    catalogue = polib.POFile(wrapwidth=110)
    catalogue.metadata = HEADER | {"Language": TRADITIONAL}
    for entry in simplified:
        catalogue.append(_entry(_message_of(entry), traditional(_translation(entry))))
    return catalogue


def _problems_of(language: str, wanted: set[Message]) -> Iterator[str]:
    entries = {_message_of(entry): entry for entry in _catalogue(language)}
    yield from (f"{language}: not in the catalogue: {message.text!r}" for message in sorted(wanted - set(entries)))
    yield from (f"{language}: used nowhere: {message.text!r}" for message in sorted(set(entries) - wanted))
    for message, entry in entries.items():
        translation = _translation(entry)
        if not translation:
            yield f"{language}: not translated: {message.text!r}"
        elif not _fits(message, translation):
            yield f"{language}: other placeholders than the source: {message.text!r} → {translation!r}"


def _fits(message: Message, translation: str) -> bool:
    """Chinese has one form for all numbers, so it may leave out what only one of the English forms holds."""
    singular, plural = _placeholders(message.text), _placeholders(message.plural or message.text)
    return singular & plural <= _placeholders(translation) <= singular | plural


def _placeholders(text: str) -> set[str]:
    return {match[0] for match in PLACEHOLDER.finditer(text.replace("%%", ""))}


def _entry(message: Message, translation: str) -> polib.POEntry:
    flags = ["python-format"] if "%(" in message.text else []
    if message.plural:
        plurals = {0: translation}
        return polib.POEntry(
            msgid=message.text,
            msgid_plural=message.plural,
            msgstr_plural=plurals,
            msgctxt=message.context or None,
            flags=flags,
        )
    return polib.POEntry(msgid=message.text, msgstr=translation, msgctxt=message.context or None, flags=flags)


def _message_of(entry: polib.POEntry) -> Message:
    return Message(entry.msgid, entry.msgid_plural or "", entry.msgctxt or "")


def _translation(entry: polib.POEntry) -> str:
    return entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr


def _catalogue(language: str) -> Iterable[polib.POEntry]:
    file = _file(language)
    return [entry for entry in polib.pofile(str(file)) if not entry.obsolete] if file.exists() else []


def _file(language: str) -> Path:
    file = LOCALE / language / "LC_MESSAGES" / "django.po"
    file.parent.mkdir(parents=True, exist_ok=True)
    return file


def _tell(lines: list[str]) -> int:
    sys.stdout.writelines(f"{line}\n" for line in lines)
    sys.stdout.write(f"{len(lines)} to mend\n" if lines else "All strings are translated.\n")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
