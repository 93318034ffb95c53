"""A little Markdown, and nothing else gets through."""

import pytest

from shouwang.ui import markdown


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("one\ntwo", "<p>one two</p>"),
        ("## Title\nbelow", "<h3>Title</h3>\n<p>below</p>"),
        ("# Top", "<h2>Top</h2>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
        ("intro\n- a", "<p>intro</p>\n<ul><li>a</li></ul>"),
        ("press **Save** or `h`", "<p>press <strong>Save</strong> or <kbd>h</kbd></p>"),
        ("see [the list](/arrivals/)", '<p>see <a href="/arrivals/">the list</a></p>'),
        ("", ""),
    ],
)
def test_what_it_knows(text: str, html: str) -> None:
    assert markdown.html(text) == html


def test_on_a_page_of_its_own_titles_stand_one_level_higher() -> None:
    assert markdown.html("## Title", 1) == "<h2>Title</h2>"


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>", "**<img src=x onerror=y>**", "[x](javascript:alert(1))", "[x](//elsewhere.example)",
        '[x](/a" onclick="y)', "`<b>`", "## <i>x</i>", "- <a href=x>",
    ],
)  # fmt: skip
def test_what_it_does_not_know_is_text(hostile: str) -> None:
    html = markdown.html(hostile)
    for mark in ("<script", "<img", "<i>", "<b>", "<a href=x", 'href="j', 'href="//', 'onclick="'):
        assert mark not in html


def test_plain_text_for_searching() -> None:
    assert markdown.plain("## A\n\n- **b** `c` [d](/e/)") == "A b c d"
