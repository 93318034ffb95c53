"""From the words for a place, as people write them, to an official code as far as the words say.

``湖北省武汉市江汉区``, ``湖北武汉``, ``武汉`` and ``鄂`` lead somewhere; ``老家`` or ``朝阳区`` (of Beijing?
of Changchun?) do not: the answer is then an unknown place, never a guess. The tables and their sources are described in
``data/README.md``.
"""

import csv
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from opencc import OpenCC

CODE_LENGTHS = (2, 4, 6, 9, 12)
SPECIAL_REGIONS = ("71", "81", "82")  # Taiwan, Hong Kong, Macau: 境外 in every count of arrivals
LEADING_WORDS = ("来自", "途经", "从", "由", "自", "在", "中国", "中华人民共和国")
# what follows a short name in the name of another unit: 朝阳区 is not 朝阳市
OTHER_TAILS = ("区", "镇", "乡", "村", "街", "社区", "旗", "左旗", "右旗", "族", "路", "大道", "大街")
OTHER_TAILS_ABROAD = (*OTHER_TAILS, "县")  # 黑山县 is not Montenegro; but 邵阳县 lies in 邵阳市
RELATIONS = {
    "境外": "country",
    "国外": "country",
    "海外": "country",
    "外国": "country",
    "外省": "province",
    "省外": "province",
    "外地省份": "province",
    "外县": "county",
    "县外": "county",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where words lead: an official code (2 digits and more), a country abroad, or only "outside" a level of home."""

    code: str = ""
    abroad: bool = False
    outside: str = ""  # the words only say that it lies outside this level of home


NOWHERE = Place()


@lru_cache(maxsize=16384)
def place_of(words: str) -> Place:
    """The place that a code or words name; ``NOWHERE`` when they name none or more than one."""
    text = folded(words)
    if is_code(text):
        return _coded(text)
    found = _named(text)
    return found if found != NOWHERE else _named(_without_leading_words(text))


def _without_leading_words(text: str) -> str:
    """Only for words that lead nowhere as they stand: 自贡 is a city, 自武汉 is not."""
    for leading in LEADING_WORDS:
        text = text.removeprefix(leading)
    return text


def with_aliases(words: str, aliases: Mapping[str, str]) -> Place:
    """The place of words in a county with names of its own (``韩`` in Fu'an is the county, not Korea)."""
    code = aliases.get(folded(words))
    return place_of(code or words)


def name_of(code: str) -> str:
    """The name of a unit of the country by its code; the code where the tables do not know it."""
    length = next(length for length in CODE_LENGTHS if not code[length:].strip("0"))
    return _names().get(code[:length], code)


def folded(words: str) -> str:
    """Half-width, simplified, without blanks and brackets' marks: the form in which names are compared."""
    text = unicodedata.normalize("NFKC", words)
    return _simplified("".join(character for character in text if character.isalnum())).lower()


def is_code(text: str) -> bool:
    """Whether the text is an official area code of a mainland unit."""
    return text.isascii() and text.isdigit() and len(text) in CODE_LENGTHS and text[:2] in _provinces()


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def _simplified(text: str) -> str:
    return text if text.isascii() else _converter().convert(text)


def _coded(code: str) -> Place:
    length = next(length for length in CODE_LENGTHS if not code[length:].strip("0"))
    return Place(code[:length], abroad=code[:2] in SPECIAL_REGIONS)


def _related(level: str) -> Place:
    return Place(abroad=level == "country", outside=level)


def _named(text: str) -> Place:
    """A unit of the country first (吉林市 before 吉林), then a country abroad, then one character for a province."""
    if text in RELATIONS:
        return _related(RELATIONS[text])
    if code := _deepest(text, ""):
        return _coded(code)
    if _name_found(text, _countries(), OTHER_TAILS_ABROAD):
        return Place(abroad=True)
    return _coded(_single()[text]) if text in _single() else NOWHERE


def _deepest(text: str, inside: str) -> str:
    """The most exact unit the words name from their beginning on, each inside the one before (江苏 + 苏州 + 昆山)."""
    names = _below(inside)
    name = _name_found(text, names, OTHER_TAILS)
    return (_deepest(text.removeprefix(name), names[name]) or names[name]) if name else ""


def _name_found(text: str, names: Mapping[str, str], other_tails: tuple[str, ...]) -> str:
    """The longest name at the beginning of the text; a short name does not count inside the name of another unit."""
    for length in range(min(len(text), _LONGEST_NAME), 1, -1):
        name = text[:length]
        if name in names and (name.endswith(_WHOLE_NAMES) or not text[length:].startswith(other_tails)):
            return name
    return ""


_WHOLE_NAMES = ("省", "市", "州", "盟", "区", "县")
_LONGEST_NAME = 24


def _rows(file: str) -> Iterable[list[str]]:
    text = (resources.files("shouwang.policy") / "data" / file).read_text(encoding="utf-8")
    return list(csv.reader(text.splitlines()))[1:]


@cache
def _provinces() -> frozenset[str]:
    return frozenset(code for code, *_ in _rows("prefectures.csv") if len(code) == 2)


@cache
def _mainland() -> dict[str, str]:
    """Every full or short name of two characters and more, with its code."""
    rows = [*_rows("county_cities.csv"), *_rows("prefectures.csv")]
    return {name: code for code, full, short in rows for name in (full, *short.split("|")) if len(name) > 1}


@cache
def _names() -> dict[str, str]:
    return {code: full for code, full, _short in (*_rows("county_cities.csv"), *_rows("prefectures.csv"))}


@cache
def _below(code: str) -> dict[str, str]:
    return {name: unit for name, unit in _mainland().items() if unit != code and unit.startswith(code)}


@cache
def _single() -> dict[str, str]:
    return {name: code for code, _, short in _rows("prefectures.csv") for name in short.split("|") if len(name) == 1}


@cache
def _countries() -> dict[str, str]:
    rows = _rows("countries.csv")
    return {folded(name): code for code, full, other in rows for name in (full, *other.split("|")) if name}
