"""Wide sheets: half-day readings side by side, 第1天 上午体温 … 第14天 下午体温."""

import re
import unicodedata

_DAY = re.compile(r"第?\s*(\d{1,2}|[一二三四五六七八九十]{1,3})\s*[天日]|day\s*(\d{1,2})", re.IGNORECASE)
_DIGITS = {digit: number for number, digit in enumerate("零一二三四五六七八九")}
_PARTS = (
    ("am", ("上午", "早", "晨", "am", "a.m")),
    ("pm", ("下午", "晚", "pm", "p.m")),
    ("symptoms", ("症状", "症狀", "symptom")),
)
MOST_DAYS = 31


def slot_of(above: str, below: str) -> tuple[int, str] | None:
    """(day from 1, "am" | "pm" | "symptoms") that a heading names, in one cell (第1天上午体温) or in two."""
    text = unicodedata.normalize("NFKC", f"{above} {below}").casefold()
    found = _DAY.search(text)
    if not found:
        return None
    day = _number(found[1] or found[2])
    rest = text[found.end() :]
    part = next((part for part, words in _PARTS if any(word in rest for word in words)), None)
    return (day, part) if part and 1 <= day <= MOST_DAYS else None


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    tens, _ten, ones = text.partition("十")
    if not _ten:
        return _DIGITS.get(text, 0)
    return (_DIGITS.get(tens, 1) if tens else 1) * 10 + _DIGITS.get(ones, 0)
