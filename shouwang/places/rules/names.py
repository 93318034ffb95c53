"""Names of areas, folded so that two ways of writing one place meet (DOMAIN 2.2)."""

import re

from shouwang.lib.names import letters, name_key

VILLAGERS, RESIDENTS = "villagers", "residents"

_ENDINGS = {
    **dict.fromkeys(
        ["社区居民委员会", "社区村民委员会", "社区居委会", "社区村委会", "居民委员会", "居委会", "社区"], RESIDENTS
    ),
    **dict.fromkeys(["村民委员会", "行政村", "村委会", "村"], VILLAGERS),
}
_LONGEST_FIRST = sorted(_ENDINGS, key=len, reverse=True)
_UPPER_ENDINGS = (
    "街道办事处",
    "特别行政区",
    "办事处",
    "街道",
    "民族乡",
    "自治州",
    "自治区",
    "自治县",
    "地区",
    "省",
    "市",
    "县",
    "区",
    "镇",
    "乡",
)
_STREETS = ("街道", "办事处", "街道办事处")
_ENDING = re.compile("(?:" + "|".join(_LONGEST_FIRST) + ")$")
_VILLAGE_WORD = re.compile(".+?(?:" + "|".join(_LONGEST_FIRST) + ")")
_TOWNSHIP_WORD = re.compile("(.{2,8}?(?:街道办事处|办事处|街道|镇|乡))(.*)")
_PINYIN = re.compile(r"[(（][^()（）\u3400-\u9fff]*[)）]")
_SHORTEST = 2  # characters a bare name needs before it may stand without its ending


def tidy_area_name(text: str) -> str:
    """A name as it is kept: without blanks at the ends and without the reading that web copies leave in brackets."""
    return _PINYIN.sub("", text).strip()


def fold(text: str) -> str:
    """Words of a place as they are compared: simplified, half-width, without blanks and bracketed readings."""
    return name_key(tidy_area_name(text))


def area_keys(name: str) -> dict[str, str]:
    """What an area is found by beside its name: the bare name, folded, and the first letters of its reading."""
    return {"name_key": area_key(name), "initials": letters(tidy_area_name(name))}


def office_keys(name: str) -> dict[str, str]:
    """The same of a unit or site, whose name keeps its ending."""
    return {"name_key": fold(name), "initials": letters(tidy_area_name(name))}


def area_key(name: str) -> str:
    """The bare name of a village or community, folded and without its endings; never empty."""
    return bare(fold(name))


def bare(folded: str) -> str:
    """The same of a name that is folded already."""
    while (found := _ENDING.search(folded)) and found.start():
        folded = folded[: found.start()]
    return folded


def committee(folded: str) -> str:
    """Which kind of committee the ending of a folded name names: RESIDENTS, VILLAGERS, or nothing."""
    found = _ENDING.search(folded)
    return _ENDINGS[found[0]] if found and found.start() else ""


def ways_to_write_village(name: str) -> set[str]:
    """A folded name, and its bare form with every ending it may have, the doubled ones (崔桥村村委会) included."""
    key = bare(name)
    return {name, key + "村村委会", key + "村村民委员会", *(key + ending for ending in _ENDINGS)}


def ways_to_write_upper(name: str) -> set[str]:
    """A folded name of a township or higher; a street is also called by its office."""
    key = upper_key(name)
    return {name, *(key + ending for ending in _STREETS)} if name.endswith(_STREETS) else {name}


def upper_key(folded: str) -> str:
    """The bare name of a township or a higher area; the whole name where too little would be left."""
    ending = next((ending for ending in _UPPER_ENDINGS if folded.endswith(ending)), "")
    return folded[: -len(ending)] if ending and len(folded) - len(ending) >= _SHORTEST else folded


def goes_on_as_village(rest: str) -> bool:
    """Whether what follows a bare name makes a village's name of it (周口 + 村)."""
    return rest.startswith(tuple(_ENDINGS))


def village_word(folded: str) -> str:
    """The part of folded words up to the first ending of a village; all of them where there is none."""
    found = _VILLAGE_WORD.match(folded)
    return found[0] if found else folded


def township_word(folded: str) -> tuple[str, str] | None:
    """Folded words cut after the first ending of a township: that word, and the rest."""
    found = _TOWNSHIP_WORD.match(folded)
    return (found[1], found[2]) if found else None
