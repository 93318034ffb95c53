"""A Simplified Chinese text in Traditional script: the words of the offices first, the rest by phrase tables.

The catalogues, the help texts and the titles of policy packs are written once, in Simplified Chinese.
"""

import re
from functools import cache, lru_cache

from opencc import OpenCC

# Simplified phrase: the form that the offices use. Longer phrases are replaced first.
TERMS = {
    "“": "「",
    "”": "」",
    "台账": "臺賬",
    "网格": "網格",
    "志愿者": "志願者",
    "台": "臺",
    "账号": "帳號",
    "登录": "登入",
    "注销": "登出",
    "鼠标": "滑鼠",
    "复核": "複核",
    "联系": "聯繫",
    "出入库": "出入庫",
    "劝返": "勸返",
    "采样": "採樣",
    "接种": "接種",
    "隔离点": "隔離點",
    "干部": "幹部",
    "症状": "症狀",
    "模板": "範本",
    "软件": "軟體",
    "打印": "列印",
    "保存": "儲存",
    "用户": "使用者",
    "屏幕": "螢幕",
    "默认": "預設",
    "搜索": "搜尋",
    "二维码": "QR 碼",
    "浏览器": "瀏覽器",
    "服务器": "伺服器",
    "密码": "密碼",
    "链接": "連結",
    "上传": "上傳",
    "下载": "下載",
    "导入": "匯入",
    "导出": "匯出",
}

PATTERN = re.compile(f"({'|'.join(sorted(map(re.escape, TERMS), key=len, reverse=True))})")


@lru_cache(maxsize=8192)
def traditional(text: str) -> str:
    """The text in Traditional script, in the forms of the field (DOMAIN 8); what is not Chinese stays as it is."""
    if text.isascii():
        return text
    convert = _converter().convert
    return "".join(TERMS.get(part) or convert(part) for part in PATTERN.split(text))


@cache
def _converter() -> OpenCC:
    return OpenCC("s2tw")
