"""What keeps somebody from reading a page: axe's serious findings, titles out of order, anything wider than a phone.

Wide and light a page is asked everything, narrow and dark what changes with width and colours; in English, whose words are
longer, only its width.
"""

from importlib import resources

from django.conf import settings
from playwright.sync_api import Page

from tests.journeys.conftest import NARROW, WIDE

AXE = (resources.files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
WORDS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
WHOLE = {"runOnly": {"type": "tag", "values": list(WORDS)}, "resultTypes": ["violations"]}
LOOKS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block", "target-size"]}, "resultTypes": ["violations"]}
RUN = """options => axe.run(document, options).then(found => found.violations
    .filter(one => ['serious', 'critical'].includes(one.impact))
    .map(one => `${one.id}: ${one.nodes.slice(0, 2).map(node => node.html.slice(0, 160)).join(' | ')}`))"""
LEAPS = """() => { const levels = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].filter(h => h.offsetParent).map(h => +h.tagName[1]);
    return levels.filter((level, at) => at === 0 ? level !== 1 : level > levels[at - 1] + 1).length || (levels.filter(level => level === 1).length === 1 ? 0 : 1); }"""
WIDER = """() => document.documentElement.scrollWidth > innerWidth ? ['wider than a phone: ' + [...document.querySelectorAll('body *')]
    .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.table-frame, .sidebar, dialog')).slice(-2).map(e => e.outerHTML.slice(0, 160)).join(' | ')] : []"""


def look(page: Page, route: str) -> list[str]:
    """What is wrong with the page at an address."""
    page.goto(route, wait_until="load")
    found = faults(page)
    _read_in(page, "en")
    page.set_viewport_size(NARROW)
    page.reload(wait_until="load")
    found += [f"{page.url}  in English {one}" for one in page.evaluate(WIDER)]
    _read_in(page, "zh-hans")
    page.set_viewport_size(WIDE)
    return found


def faults(page: Page) -> list[str]:
    """What is wrong with the page that is open; it is left wide and light."""
    page.evaluate(AXE)
    found = page.evaluate(RUN, WHOLE)
    if page.evaluate(LEAPS):
        found.append("headings: a level is left out, or there is not exactly one h1")
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(NARROW)
    found += [f"dark and narrow: {one}" for one in page.evaluate(RUN, LOOKS)] + page.evaluate(WIDER)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(WIDE)
    return [f"{page.url}  {one}" for one in found]


def _read_in(page: Page, language: str) -> None:
    address = page.evaluate("location.origin")
    page.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": address}])
