"""Invented people: obviously fictitious names, numbers with a valid check digit in county digits that were never assigned.

Person ``p`` is always the same person, on every machine.
"""

from dataclasses import dataclass
from datetime import date, timedelta

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
GIVEN = "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥春夏秋冬东南西北梅兰竹菊松柏桂枫"
MIDDLE = "示范演练"  # every invented name carries one of these in the middle: 李示春, 王范兰 …
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643
PREFIX = "411699"  # county digits 99 were never assigned
OLDEST = date(1935, 1, 1)
DAYS_OF_BIRTH = 32_000
PHONE_SEGMENT = "1690"


@dataclass(frozen=True, slots=True)
class Invented:
    """A person who does not exist."""

    full_name: str
    sex: str
    birth_date: date
    id_number: str
    phone: str


def invented(p: int) -> Invented:
    """The invented person number ``p`` (0 to 9,999,999)."""
    born = OLDEST + timedelta(days=p * 7919 % DAYS_OF_BIRTH)
    sequence = p // DAYS_OF_BIRTH * 41 % 999 + 1
    body = f"{PREFIX}{born:%Y%m%d}{sequence:03d}"
    return Invented(_name(p), "男" if sequence % 2 else "女", born, body + check_digit(body), f"{PHONE_SEGMENT}{p:07d}")


def _name(p: int) -> str:
    return SURNAMES[p % 60] + MIDDLE[p // 60 % 4] + GIVEN[p // 240 % len(GIVEN)]


def check_digit(body: str) -> str:
    """The last character of an 18-digit resident number, from its first 17 (GB 11643)."""
    return "10X98765432"[sum(weight * int(digit) for weight, digit in zip(WEIGHTS, body, strict=True)) % 11]
