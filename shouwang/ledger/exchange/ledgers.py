"""A ledger as columns: official title, type, what else the column is called in practice."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from shouwang.lib.names import name_key

TYPES = ("text", "int", "dec", "date", "time", "bool", "enum", "id", "phone", "place", "list", "temp")
_BRACKETS = re.compile(r"[(\[{〔【<《][^)\]}〕】>》]*[)\]}〕】>》]?")
_MARKS = re.compile(r"[\s*:：、.。_\-/·]+")

# Headings met in practice (DOMAIN 5). A column's own synonyms are added to these.
SYNONYMS: dict[str, tuple[str, ...]] = {
    "full_name": ("姓名", "人员姓名", "本人姓名", "返乡人姓名", "返乡人员姓名", "名字", "被隔离人", "申报人"),
    "id_number": (
        "身份证号码",
        "身份证号",
        "身份证",
        "公民身份号码",
        "证件号码",
        "证件号",
        "有效证件号",
        "身份号码",
        "居民身份证号码",
    ),
    "phone": (
        "联系电话",
        "电话",
        "电话号码",
        "手机",
        "手机号",
        "手机号码",
        "联系方式",
        "移动电话",
        "聯絡電話",
        "本人电话",
    ),
    "address": (
        "现住址",
        "住址",
        "居住地址",
        "家庭住址",
        "现居住地",
        "详细地址",
        "常住地址",
        "返乡后住址",
        "隔离地址",
        "现居住地址",
    ),
    "arrived_on": (
        "返乡日期",
        "返乡时间",
        "返回时间",
        "返回日期",
        "到达时间",
        "到达日期",
        "抵达日期",
        "抵达时间",
        "回村时间",
        "返岗日期",
    ),
    "left_on": ("离开日期", "离汉时间", "离鄂日期", "出发时间", "出发日期", "离开疫区时间", "离开时间"),
    "from_place": (
        "返乡出发地",
        "出发地",
        "从何处返回",
        "从何地返回",
        "从何处来",
        "来源地",
        "务工地",
        "外出地点",
        "由何處返回",
    ),
    "temperature_c": ("体温", "测量体温", "当日体温", "温度", "腋温", "额温"),
    "sex": ("性别", "男女"),
    "age": ("年龄", "周岁"),
    "transport": ("交通方式", "乘坐交通工具", "交通工具"),
    "transport_no": ("车次航班车牌", "车次", "航班号", "车牌号", "班次", "车次航班", "航班车次"),
    "plate": ("车牌号", "车牌", "车号", "车牌号码", "号牌", "车辆号牌"),
    "disposition": ("处置", "处置情况", "处理结果", "是否放行", "去向"),
    "remark": ("备注", "说明", "其他情况"),
    "no": ("序号", "编号", "序", "No", "项次"),
    "last_exposure_on": ("最后接触日期", "末次接触时间", "最后暴露时间", "离开重点地区日期", "最后接触或离开日期"),
    "township": ("乡镇", "乡镇街道", "街道", "镇办", "所属乡镇"),
    "village": ("村", "村社区", "社区", "行政村", "所属村", "村居"),
}
# Headings that may mean two things: a person has to say which.
AMBIGUOUS: dict[str, tuple[str, ...]] = {"返回地": ("from_place", "address"), "返乡地": ("from_place", "address")}


def heading_key(text: object) -> str:
    """What two spellings of a heading have in common: NFKC, Simplified, without blanks, marks and brackets."""
    plain = unicodedata.normalize("NFKC", str(text))
    bare = _MARKS.sub("", _BRACKETS.sub("", plain))
    return name_key(bare or _MARKS.sub("", plain)).casefold()


@dataclass(frozen=True)
class Column:
    """One column of a ledger.

    ``values`` maps the words of an enumeration to its codes; ``required``: the column must be there.
    """

    name: str
    title: str
    type: str = "text"
    required: bool = False
    synonyms: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a type the engine does not read."""
        if self.type not in TYPES:
            raise ValueError(f"column {self.name}: no type {self.type!r}")

    @property
    def keys(self) -> set[str]:
        """Every heading this column answers to."""
        return {heading_key(text) for text in (self.title, *self.synonyms, *SYNONYMS.get(self.name, ()))}

    @cached_property
    def words(self) -> dict[str, str]:
        """Folded words of the enumeration to their codes; a code answers to itself."""
        return {heading_key(word): code for word, code in self.values.items()} | {
            heading_key(code): code for code in self.values.values()
        }


@dataclass(frozen=True)
class Ledger:
    """A ledger: its name in code, its official title, its columns in the official order.

    ``may_be_blank``: required columns whose empty cell does not refuse the row.
    ``wide``: half-day readings stand side by side (第1天 …).
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    may_be_blank: frozenset[str] = frozenset({"id_number"})
    wide: bool = False
    long_required: tuple[str, ...] = ()  # required fields where a wide ledger comes as one line a reading
    taught: Mapping[str, str] = field(default_factory=dict)  # heading key to field, as an office said; "" = remark

    @cached_property
    def by_name(self) -> dict[str, Column]:
        """Columns by field name."""
        return {column.name: column for column in self.columns}

    @cached_property
    def headings(self) -> dict[str, str]:
        """Heading key to field name; official titles win over synonyms, earlier columns over later ones."""
        found: dict[str, str] = {}
        for column in reversed(self.columns):
            found |= dict.fromkeys(column.keys, column.name)
        official = {heading_key(column.title): column.name for column in reversed(self.columns)}
        return {key: name for key, name in (found | official | dict(self.taught)).items() if name}

    def teach(self, taught: Mapping[str, str]) -> "Ledger":
        """This ledger, reading headings as an office said: heading key to field, empty for the remark."""
        known = {key: name for key, name in taught.items() if not name or name in self.by_name}
        return replace(self, taught=known) if known else self

    @cached_property
    def required(self) -> tuple[str, ...]:
        """The fields whose column must be there."""
        return tuple(column.name for column in self.columns if column.required)
