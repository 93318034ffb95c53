"""Finds personal data in a text that is meant for everybody: names, identity numbers, phones, plates, doors, age with place.

What a name is only the register of people can say; the names that stand in it are found by ``candidates`` and looked up.
"""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from shouwang.lib.refusals import Refused
from shouwang.reports.choices import PERSONAL_DATA, Personal

SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞"
    "熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫经房裘缪干解应宗丁宣邓郁单"
    "洪包诸左石崔吉龚程邢裴陆荣翁荀羊惠甄曲封芮储靳段巫焦巴弓牧山谷车侯全班仰秋仲伊宫宁仇栾甘厉戎祖武符刘景詹束龙叶司韶黎薄印白"
    "蒲台从鄂索咸籍赖卓蔺屠蒙池乔闻党翟谭劳申扶冉雍桑桂牛寿通边扈燕浦尚农温庄晏柴瞿阎充慕连茹习艾鱼容向古易廖居衡步都耿满弘匡国文"
    "寇广禄东欧沃利蔚越师巩聂晁勾敖融冷辛那简饶曾沙关相查后荆红游竺权盖益桓公肖付代闫"
)
# Words that begin with a family name and that a person might bear as well: no name where nothing else speaks for one.
ORDINARY = frozenset(
    ["安全", "高度", "高峰", "方便", "平安", "文明", "明确", "方法", "方案", "成立", "成功", "和平", "和谐", "卫生", "江河", "水平", "平时", "时间", "时刻", "国家", "国庆", "公共", "公布", "公开", "公告", "公安", "广大", "广泛", "广播", "金额", "利用", "连续", "关心", "关注", "关爱", "关于", "相关", "通知", "通告", "通过", "通道", "通行", "通报", "应急", "应当", "解除", "解释", "支持", "支援", "管理", "管控", "管制", "经过", "经营", "房屋", "程序", "全体", "全部", "全面", "全县", "全镇", "全市", "全员", "东部", "南部", "温馨", "温度", "常住", "常态", "常规", "常见", "康复", "强化", "强调", "路口", "路段", "明天", "明日", "时段", "时候", "任何", "任务", "任意", "许可", "何时", "车辆", "车站", "车间", "党员", "党委", "宣传", "宣布", "居民", "居家", "居住", "容易", "向上", "后续", "后期", "简单", "简化", "满足", "充分", "农村", "农户", "边境", "从业", "从事", "白天", "包括", "包保", "石油", "计划", "计算", "谈话", "项目", "高温", "高速", "高风", "乐观", "于是", "余名", "元旦", "元宵", "元月", "华人", "水源", "云南", "贵州", "贺岁", "黄河", "黄码", "红码", "红区", "花费", "马上", "山区", "山东", "山西", "河南", "江苏", "江西", "江省", "武汉", "宁夏", "海南", "盛夏", "夏季", "秋季", "冬季", "暑期", "段时", "单位", "单元", "左右", "司机", "索取", "尚未", "都要", "都有", "都是", "国内", "国外", "公里", "公众", "公民", "公园", "公交", "公司", "公务", "成员", "成人", "成年", "成本", "平台", "平均", "平稳", "平安村", "方面", "方式", "方可", "安排", "安心", "安置", "安装", "毛病", "白班", "夜班", "连夜", "经济"]
)
_AGED = re.compile(r"(?<!\d)\d{1,3}\s*(?:周岁|岁|歲)(?!\s*(?:及?以上|及?以下|以内|至|到|-|—))")
_PLACE = re.compile(r"村|镇|乡|鄉|鎮|街道|小区|小區|社区|社區|[一二三四五六七八九十\d]组|男|女")
_DOCUMENT = re.compile(r"(?<![0-9A-Za-z])(?:\d{17}[0-9Xx]|\d{15}|[A-Za-z]{1,2}\d{7,8}|[HM]\d{8}|[A-Z]{3}\d{12})(?![0-9A-Za-z])")
_PHONE = re.compile(r"(?<!\d)(?:\+?86[\s-]?)?1[3-9]\d(?:[\s-]?\d{4}){2}(?!\d)")
_PLATE = re.compile(r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][\s·]?[A-Z0-9]{5,6}(?![A-Z0-9])")
_DOOR = re.compile(r"(?:\d+|[一二三四五六七八九十百]+)\s*(?:号楼|號樓|号院|號院|幢|栋|棟|单元|單元|室|户门|弄\d)|门牌|門牌")
_NUMBERED_DOOR = re.compile(r"(?<![月\d第])(?:[村组路街巷道屯庄寨]|附)\s*(?:\d+|[一二三四五六七八九十百]+)\s*号(?!文|令|公告|通告|通知|线|病例)")
_PUBLIC_PLACE = re.compile(r"^[^,，。;；]{0,10}(?:卡点|检测点|采样点|接种点|服务点|隔离点|医院|卫生院|卫生室|门诊|中心|出入口|派出所)")
_TOLD = re.compile(r"(?:姓名|名字)\s*[:：为]\s*[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{2,4}[,，、(（\s]{1,2}(?:男|女)[,，、)）\s]{1,2}\d{1,3}\s*岁")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")


@dataclass(frozen=True)
class Found:
    """Personal data in a text: of which kind, and where (character number, from 1)."""

    kind: Personal
    at: int


def candidates(text: str) -> set[str]:
    """Everything in a text that could be a Chinese name: two to four characters that begin with a family name."""
    found: set[str] = set()
    for run in _HAN.findall(unicodedata.normalize("NFKC", text)):
        starts = [at for at, character in enumerate(run) if character in SURNAMES]
        found |= {run[at : at + length] for at in starts for length in (2, 3, 4) if at + length <= len(run)}
    return {name for name in found if name not in ORDINARY}


def scan(text: str, names: Collection[str] = ()) -> list[Found]:
    """Every piece of personal data; ``names`` are those candidates that the register of people knows."""
    plain = unicodedata.normalize("NFKC", text)
    spoken = plain.translate(_DIGITS)  # 一六九〇… read out digit by digit
    found = [Found(Personal.DOCUMENT, match.start() + 1) for match in _DOCUMENT.finditer(spoken)]
    found += [Found(Personal.PHONE, match.start() + 1) for match in _PHONE.finditer(spoken)]
    found += [Found(Personal.PLATE, match.start() + 1) for match in _PLATE.finditer(plain)]
    found += [Found(Personal.DOOR, at) for at in _doors(plain)]
    found += [Found(Personal.NAME, match.start() + 1) for match in _TOLD.finditer(plain)]
    found += [Found(Personal.NAME, plain.index(name) + 1) for name in names if name in plain]
    found += [Found(Personal.AGE, at) for at in _ages(plain)]
    return sorted(set(found), key=lambda one: (one.at, one.kind))


def _doors(text: str) -> list[int]:
    found = [match for pattern in (_DOOR, _NUMBERED_DOOR) for match in pattern.finditer(text)]
    return [match.start() + 1 for match in found if not _PUBLIC_PLACE.match(text[match.end() :])]


def _ages(text: str) -> list[int]:
    """An age in a sentence that also says a place or a sex."""
    found = []
    for match in _AGED.finditer(text):
        start = max(text.rfind(mark, 0, match.start()) for mark in "。;；\n")
        end = min([at for mark in "。;；\n" if (at := text.find(mark, match.end())) >= 0] or [len(text)])
        if _PLACE.search(text[start + 1 : end]):
            found.append(match.start() + 1)
    return found


def check_public(text: str, names: Collection[str] = ()) -> None:
    """A text for everybody names nobody. Raises Refused personal_data, which says what stands where and repeats nothing of it."""
    found = scan(text, names)
    if found:
        where = "、".join(f"{one.kind.label} ({one.at})" for one in found[:8])
        raise Refused("personal_data", PERSONAL_DATA, found=where)
