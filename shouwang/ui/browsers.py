"""What a browser calls itself, in two words that a person recognises."""

from django.utils.translation import gettext

BROWSERS = (
    ("MicroMessenger", "微信"),
    ("DingTalk", "钉钉"),
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("QQBrowser", "QQ"),
    ("UCBrowser", "UC"),
    ("MiuiBrowser", "Mi"),
    ("HuaweiBrowser", "Huawei"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def browser(user_agent: str) -> str:
    """“Firefox · Windows”; “unknown browser” for what names neither."""
    parts = [next((name for mark, name in known if mark in user_agent), "") for known in (BROWSERS, SYSTEMS)]
    return " · ".join(part for part in parts if part) or gettext("unknown browser")
