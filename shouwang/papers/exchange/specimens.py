"""Made-up facts to try a template with. The people do not exist; their numbers cannot."""

from collections.abc import Mapping
from typing import Any

from shouwang.papers.choices import Language
from shouwang.papers.exchange.contents import in_script
from shouwang.papers.rules.kinds import KINDS, LEGAL, LISTS, PRINTED

_CHINESE: dict[str, Any] = {
    "person_name": "欧阳样三", "document": "4116**********001X", "phone": "169****0001", "address": "样省样市样县样桥镇样庙村三组12号",
    "measure": "居家隔离医学观察", "reason": "2020年1月25日离开重点地区，属于重点地区返乡人员，应接受十四天医学观察。",
    "rule": "样例防控方案（第3版）· 重点地区返乡人员", "legal_basis": "《中华人民共和国传染病防治法》第四十一条", "from_day": "2020年1月26日",
    "last_day": "2020年2月8日", "released_on": "2020年2月8日", "released_at": "2020年2月8日 09:30", "author": "样桥镇 李示范",
    "objection_to": "样县疫情防控指挥部办公室 169-0000-0000", "contact": "样村医 16900010001", "fever": "37.3 °C",
    "slots": ["上午 07:00–11:00", "下午 14:00–18:00"], "days": [f"1月{day}日" for day in range(26, 32)] + [f"2月{day}日" for day in range(1, 9)],
    "team": [
        {"role": role, "name": name, "phone": phone}
        for role, name, phone in (
            ("社区干部", "样社干", "16900010000"), ("网格员", "样网格", "16900010001"), ("医务人员", "样村医", "16900010002"),
            ("民警", "样民警", "16900010003"), ("志愿者", "样志愿", "16900010004"),
        )
    ],
    "organiser": "样桥镇人民政府", "planned_at": "2020年1月26日 15:00", "from_place": "样县高速出口", "to_place": "样桥镇集中隔离点",
    "vehicle": "样A·00000", "driver": "赵样", "escort": "钱样", "protection": "二级", "legs": [],
    "persons": [
        {
            "name": name, "sex": "男", "age": "30", "document": "4116**********001X", "address": "样庙村三组12号", "phone": "169****0001",
            "temperature": "36.5", "last_exposure_on": "1月25日", "from_date": "1月26日", "released_on": "", "observer": "样村医",
            "days": {str(day): {"am": "36.5", "pm": "36.8", "symptoms": ""} for day in range(1, 9)},
        }
        for name in ("欧阳样三", "李样四", "王样五")
    ],
    "reporting_unit": "样桥镇", "first_number": "1", "part": "", "day": "2020年2月4日", "cutoff": "18:00", "zero": "否", "state": "已签发", "prepared_by": "样某",
    "approved_by": "李某", "sent_at": "2020年2月4日 18:20",
    "rows": [
        {"group": "医学观察", "no": "", "item": "", "today": "", "total": "", "now": "", "remark": ""},
        {"group": "", "no": "1", "item": "居家观察在管", "today": "", "total": "", "now": "67", "remark": ""},
        {"group": "", "no": "2", "item": "新增居家观察", "today": "12", "total": "345", "now": "", "remark": ""},
    ],
}  # fmt: skip
_ENGLISH: dict[str, Any] = {
    "address": "12, Group 3, Sample Temple Village, Sample Bridge Town", "measure": "Home observation",
    "reason": "Left a key area on 25 January 2020; fourteen days of observation follow.", "rule": "Sample plan, edition 3: returnees from key areas",
    "legal_basis": "Law on the Prevention and Treatment of Infectious Diseases, Article 41", "from_day": "26 Jan 2020", "last_day": "8 Feb 2020",
    "released_on": "8 Feb 2020", "released_at": "8 Feb 2020, 09:30", "author": "Li Shifan, Sample Bridge Town",
    "objection_to": "Command-post office of Sample County, 169-0000-0000", "slots": ["Morning 07:00–11:00", "Afternoon 14:00–18:00"],
    "days": [f"{day} Jan" for day in range(26, 32)] + [f"{day} Feb" for day in range(1, 9)], "day": "4 Feb 2020", "zero": "no",
    "person_name": "Ouyang Yangsan", "contact": "Dr Yang 16900010001", "state": "signed", "prepared_by": "Zhang", "approved_by": "Li",
    "sent_at": "4 Feb 2020, 18:20", "reporting_unit": "Sample Bridge Town", "organiser": "Sample Bridge Town", "planned_at": "26 Jan 2020, 15:00",
    "from_place": "Motorway exit of Sample County", "to_place": "Central site of Sample Bridge Town", "driver": "Zhao", "escort": "Qian", "protection": "level 2",
    "team": [
        {"role": role, "name": name, "phone": phone}
        for role, name, phone in (
            ("Community officer", "Yang", "16900010000"), ("Grid worker", "Wang", "16900010001"), ("Health worker", "Dr Yang", "16900010002"),
            ("Police officer", "Min", "16900010003"), ("Volunteer", "Zhi", "16900010004"),
        )
    ],
    "persons": [
        person | {"name": name, "sex": "m", "address": "12, Group 3, Sample Temple Village", "last_exposure_on": "25 Jan", "from_date": "26 Jan", "observer": "Dr Yang"}
        for person, name in zip(_CHINESE["persons"], ("Ouyang Yangsan", "Li Yangsi", "Wang Yangwu"), strict=True)
    ],
    "rows": [
        row | said
        for row, said in zip(
            _CHINESE["rows"], ({"group": "Observation"}, {"item": "Under home observation"}, {"item": "New under home observation"}), strict=True
        )
    ],
}  # fmt: skip
STEMS = "甲乙丙丁戊己庚辛壬癸"
OTHER = "申"
UNITS = {
    Language.SIMPLIFIED: "样县样桥镇疫情防控指挥部", Language.TRADITIONAL: "樣縣樣橋鎮疫情防控指揮部", Language.ENGLISH: "Command Post of Sample Bridge Town",
}  # fmt: skip


def specimen(kind: str, language: str) -> dict[str, Any]:
    """Facts for a paper of a kind, all of them."""
    said = _CHINESE | (_ENGLISH if language == Language.ENGLISH else {})
    facts = {fact: said[fact] for fact in KINDS[kind].facts}
    return facts if language != Language.TRADITIONAL else _traditional(facts)


def _traditional(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _traditional(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_traditional(part) for part in value]
    return in_script(value, Language.TRADITIONAL) if isinstance(value, str) else value


def marked(kind: str, language: str) -> tuple[Mapping[str, str], dict[str, Any], dict[str, str]]:
    """Marks for everything the law asks for on a paper, facts in which they stand, and what the house prints with them."""
    marks = {fact: _mark(number) for number, fact in enumerate(LEGAL[kind])}
    facts = specimen(kind, language) | {fact: mark for fact, mark in marks.items() if fact not in LISTS and fact not in PRINTED}
    return marks, facts, {fact: marks[fact] for fact in PRINTED}


def _mark(number: int) -> str:
    """Two signs of the one width that all Han signs have: another number in its place moves nothing."""
    return f"\u00a7{STEMS[number // 10]}{STEMS[number % 10]}\u00a7"


def other(mark: str) -> str:
    """A text as wide as a mark, and none."""
    return mark.replace(mark[1], OTHER)
