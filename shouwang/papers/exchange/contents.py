"""Everything a template gets: the facts, what the house adds, and the script and font of the language."""

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import segno

from shouwang.papers.choices import Language
from shouwang.papers.rules import whole

SCRIPTS = {
    Language.SIMPLIFIED: {"script": "zh", "lang": "zh", "region": "CN", "font": "Noto Sans CJK SC"},
    Language.TRADITIONAL: {"script": "zh", "lang": "zh", "region": "TW", "font": "Noto Sans CJK TC"},
    Language.ENGLISH: {"script": "en", "lang": "en", "region": "GB", "font": "Noto Sans CJK SC"},
}
TERMS = {"“": "「", "”": "」", "台账": "臺賬", "联系": "聯繫", "复核": "複核", "症状": "症狀", "干部": "幹部", "二维码": "QR 碼", "网络": "網路"}
LONG_RUN = re.compile(r"[^\s\u2e80-\u9fff\uff00-\uffef]{25,}")  # letters without a blank, longer than any number of a document
BREAKS_EVERY = 6  # letters of such a run
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")  # nothing to be seen, or the order turned round
QUIET_MODULES = 2  # the paper around the code is white; the standard's four are there with the margin
QR_LEVEL = "m"  # 15 % of the code may be damaged


@dataclass(frozen=True)
class Printed:
    """One paper ready for the typesetter: its template, what that shares with the others, what it says."""

    source: str
    house: str
    content: Mapping[str, Any]


def content_of(kind: str, language: str, facts: Mapping[str, Any], **house: str) -> dict[str, Any]:
    """All that stands on a paper, as it is kept for a reprint."""
    return {**whole(kind, facts), **SCRIPTS[Language(language)], "language": language, **house}


def print_of(source: str, house: str, content: Mapping[str, Any], *, withdrawn: str = "") -> Printed:
    """A paper for the typesetter, with its QR code drawn; ``withdrawn``: the word across the page of one that does not count any more."""
    said = {**_soft(content), "qr": _drawn(str(content["scanned"])), "withdrawn": withdrawn}
    language = str(content["language"])
    return Printed(in_script(source, language), in_script(house, language), said)


def slips_of(source: str, house: str, slips: Sequence[Mapping[str, str]], language: str) -> Printed:
    """Slips that open residents' pages as one print: each with its own QR code (``scanned``), and nothing else of a paper."""
    drawn = [{**one, "name": _soft(one["name"]), "place": _soft(one["place"]), "qr": _drawn(one["scanned"])} for one in slips]
    content = {**SCRIPTS[Language(language)], "language": language, "slips": drawn}
    return Printed(in_script(source, language), in_script(house, language), content)


def _soft(value: Any) -> Any:
    """Texts without what cannot be seen; a long run of letters may be broken anywhere, so that nothing runs over the margin."""
    if isinstance(value, Mapping):
        return {name: _soft(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_soft(part) for part in value]
    return LONG_RUN.sub(_broken, CONTROLS.sub("", value)) if isinstance(value, str) else value


def _broken(found: re.Match[str]) -> str:
    run = found[0]
    return "\u200b".join(run[at : at + BREAKS_EVERY] for at in range(0, len(run), BREAKS_EVERY))


def in_script(source: str, language: str) -> str:
    """A template's own words in Traditional script where the paper is in it; what people wrote stays as they wrote it."""
    if language != Language.TRADITIONAL:
        return source
    for simplified, traditional in TERMS.items():
        source = source.replace(simplified, traditional)
    return _converter().convert(source)


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("s2tw")


def _drawn(said: str) -> str:
    picture = io.BytesIO()
    segno.make(said, error=QR_LEVEL, boost_error=False, micro=False).save(picture, kind="svg", border=QUIET_MODULES, xmldecl=False)
    return picture.getvalue().decode()


__all__ = ["SCRIPTS", "Printed", "content_of", "in_script", "print_of", "slips_of"]
