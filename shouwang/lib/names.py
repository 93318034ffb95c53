"""Names of persons: tidied as written, folded to one key for both scripts, found by initials (DOMAIN 6.1, 6.2).

Trigrams are useless on names of two characters. A name's bigrams of use are its beginning and its given name, so two
sorted columns (``name_key`` and ``given_key``) answer any of them by prefix.
"""

import re
import unicodedata
from functools import cache
from typing import Any

DOT = "·"

_INVISIBLE = dict.fromkeys([*range(0x200B, 0x2010), *range(0x202A, 0x202F), 0xFEFF])
_DOTS = str.maketrans(dict.fromkeys("•・‧∙⋅●｡。．.", DOT))
_HAN = r"\u2e80-\u2fdf\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_INNER_BLANK = re.compile(rf"(?<=[{_HAN}{DOT}])\s+(?=[{_HAN}{DOT}])")
_BLANKS = re.compile(r"\s+")
_ONLY_HAN = re.compile(rf"[{_HAN}]+")
_HAN_DOT = re.compile(rf"(?<=[{_HAN}])\s*[•・‧∙⋅●｡。．.·]+\s*(?=[{_HAN}])")

# What OpenCC's Traditional-to-Simplified table leaves apart: a second simplified form, forms of other typefaces, and
# the radicals that copying from PDF puts in place of characters.
_ALSO_SAME = dict(
    zip(
        "锺呉戸靑髙徳恵黒淸⺠⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰",
        "钟吴户青高德惠黑清民西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙",
        strict=True,
    )
)

# Family names that are read otherwise than the same character elsewhere, by their first letter.
_READ_AS_SURNAME = {
    "单": "s", "解": "x", "曾": "z", "仇": "q", "区": "o", "查": "z", "乐": "y", "秘": "b", "翟": "z",
    "折": "s", "繁": "p", "种": "c", "覃": "q", "召": "s", "长": "c", "祭": "z", "句": "g", "隗": "w",
    "粘": "n", "么": "y", "乜": "n", "阚": "k", "郇": "x", "尉迟": "yc", "澹台": "tt", "单于": "cy",
    "万俟": "mq",
}  # fmt: skip
_COMPOUND_SURNAMES = frozenset({
    "欧阳", "司马", "上官", "诸葛", "夏侯", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "宇文",
    "长孙", "司徒", "司空", "端木", "南宫", "轩辕", "澹台", "单于", "万俟", "鲜于", "呼延", "闻人",
    "赫连", "百里", "西门", "东郭", "独孤", "拓跋", "申屠", "太史", "濮阳", "钟离", "公冶", "宗政",
    "淳于", "公羊", "仲孙", "亓官",
})  # fmt: skip


def tidy_name(text: str) -> str:
    """A name as it is kept: half-width, no blanks between characters, "·" between the parts of a long name."""
    if _ONLY_HAN.fullmatch(text):
        return unicodedata.normalize("NFKC", text)
    text = unicodedata.normalize("NFKC", text.translate(_INVISIBLE)).strip()
    text = _HAN_DOT.sub(DOT, text)
    return _BLANKS.sub(" ", _INNER_BLANK.sub("", text))


def name_key(name: str) -> str:
    """What two spellings of one name have in common: folded to Simplified, small letters, without blanks and dots."""
    if _ONLY_HAN.fullmatch(name):
        return unicodedata.normalize("NFKC", name).translate(_SIMPLIFIED)
    bare = _BLANKS.sub("", tidy_name(name).translate(_DOTS)).replace(DOT, "").casefold()
    return unicodedata.normalize("NFKC", bare).translate(_SIMPLIFIED)


def surname(key: str) -> str:
    """The family name a key begins with: two characters for the compound ones, else one."""
    return key[:2] if key[:2] in _COMPOUND_SURNAMES and len(key) > 2 else key[:1]


def given_key(key: str) -> str:
    """The part of a key after the family name, so that a person is found by the given name alone."""
    return key[len(surname(key)) :]


def initials(name: str) -> str:
    """First letters of the name's reading, small: 单雄信 is "sxx"; of each word of a name in letters."""
    if not _ONLY_HAN.fullmatch(name):
        return _mixed_initials(tidy_name(name))
    key = name_key(name)
    family = surname(key)
    return (_READ_AS_SURNAME.get(family) or _letters(family)) + _letters(key[len(family) :])


def simplified(text: str) -> str:
    """Any text folded to Simplified characters, one by one, so that texts of both scripts compare."""
    return text.translate(_SIMPLIFIED)


def letters(text: str) -> str:
    """First letters of any name that is no person's, folded: 崔桥镇2号卡点 is "cqz2hkd"; letters and digits stay."""
    return _letters(name_key(text))


def differ_by_one(one: str, other: str) -> bool:
    """Whether one character was exchanged, added or left out between two keys. Equal keys do not differ."""
    if len(one) > len(other):
        one, other = other, one
    if one == other or len(other) - len(one) > 1:
        return False
    same = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    return one[same + (len(one) == len(other)) :] == other[same + 1 :]


def _mixed_initials(name: str) -> str:
    parts = _BLANKS.sub(" ", name.translate(_DOTS).replace(DOT, " ")).split()
    return "".join(initials(part) if _ONLY_HAN.fullmatch(part) else _word_initials(part) for part in parts)


def _word_initials(word: str) -> str:
    """The first letter of a word, and a letter for each Chinese character in it."""
    han = "".join(character for character in word[1:] if _ONLY_HAN.fullmatch(character))
    return _letters(name_key(word[0])) + _letters(name_key(han))


def _letters(key: str) -> str:
    return key.translate(_INITIAL)


class _Simplified(dict[int, str]):
    """Traditional to Simplified, one character at a time: names have no context for OpenCC to look at."""

    def __missing__(self, code: int) -> str:
        character = _ALSO_SAME.get(chr(code)) or chr(code)
        if ord(character) > 0x2E7F:
            character = _converter().convert(character)
        self[code] = character
        return character


class _Initial(dict[int, str]):
    """The first letter of a character's most common reading; nothing for marks."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        letter = _reading(character)[:1].lower() if _ONLY_HAN.fullmatch(character) else character
        self[code] = letter if letter.isalnum() else ""
        return self[code]


_SIMPLIFIED = _Simplified()
_INITIAL = _Initial()


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def _reading(character: str) -> str:
    from pypinyin import Style, lazy_pinyin

    return lazy_pinyin(character, style=Style.NORMAL)[0]
