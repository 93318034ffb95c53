"""Each component draws what it is given, in words as well as in colour."""

from datetime import UTC, datetime

import pytest
from django import forms
from django.template import Context, RequestContext, Template
from django.test import RequestFactory
from django.utils import translation

from shouwang.ui import outlines
from shouwang.ui.browsers import browser

NOON = datetime(2020, 2, 5, 4, 0, tzinfo=UTC)


def drawn(source: str, **context: object) -> str:
    request = RequestFactory().get("/list?q=a&page=3")
    with translation.override("en"):
        return Template("{% load ui %}" + source).render(RequestContext(request, context))


class Visit(forms.Form):
    place = forms.CharField(label="Place", help_text="Where from")
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A")], required=False)
    seen = forms.BooleanField(label="Seen")
    signs = forms.MultipleChoiceField(
        label="Signs", choices=[("x", "X")], widget=forms.CheckboxSelectMultiple, required=False
    )
    key = forms.CharField(widget=forms.HiddenInput, initial="k")


def test_a_field_ties_its_help_and_its_error_to_the_input() -> None:
    page = drawn("{% fields form %}", form=Visit({"place": ""}))
    assert (
        'aria-describedby="id_place_helptext id_place_error"' in page
        or 'aria-describedby="id_place_error id_place_helptext"' in page
    )
    assert 'id="id_place_error"' in page
    assert 'aria-invalid="true"' in page
    assert "This field is required." in page


def test_fields_show_their_kind_and_hidden_ones_stay_hidden() -> None:
    page = drawn("{% fields form %}", form=Visit())
    assert 'class="form-select' in page
    assert 'class="form-check-input' in page
    assert '<legend class="form-label">Signs' in page
    assert '<input type="hidden" name="key" value="k"' in page
    assert page.count(">optional<") == 2


def test_a_figure_opens_its_rows() -> None:
    page = drawn('{% figure_card "Returnees" 204 total=3207 now=0 url="/rows" %}')
    assert page.strip().startswith('<a href="/rows"')
    assert "3,207" in page
    assert "now <b>0</b>" in page


def test_a_tile_says_how_many_are_late_in_words() -> None:
    assert "7 late" in drawn('{% tile "Checks" 128 late=7 %}')
    assert "late" not in drawn('{% tile "Checks" 128 %}').replace("tile-late", "")


def test_a_step_says_its_state_to_those_who_do_not_see_colours() -> None:
    page = drawn(
        "{% steps steps %}",
        steps=[outlines.Step("Village", "done", by="李", at=NOON), outlines.Step("Township", "now")],
    )
    assert "done" in page
    assert 'aria-current="step"' in page
    assert "5 Feb, 12:00" in page


def test_an_unknown_step_state_is_refused() -> None:
    with pytest.raises(ValueError, match="no step state"):
        outlines.Step("Village", "maybe")


def test_progress_asks_again_only_while_it_is_under_way() -> None:
    assert "hx-get" in drawn("{% progress p %}", p=outlines.Progress("Rows", 1, 3, poll_url="/p"))
    finished = drawn("{% progress p %}", p=outlines.Progress("Rows", 3, 3))
    assert "hx-get" not in finished
    assert "100%" in finished


@pytest.mark.parametrize(("done", "due", "percent"), [(0, 0, 0), (1, 3, 33), (999, 1000, 99), (3, 3, 100)])
def test_progress_is_whole_only_when_all_is_done(done: int, due: int, percent: int) -> None:
    assert outlines.Progress("x", done, due).percent == percent


def test_a_tree_opens_without_script() -> None:
    tree = [outlines.Node("镇", "/t", children=[outlines.Node("村", "/v")], open=True)]
    page = drawn("{% area_tree nodes %}", nodes=tree)
    assert "<details open>" in page
    assert "Areas below 镇" in page
    assert page.index("镇") < page.index("村")


def test_an_export_takes_the_filters_along_but_not_the_page() -> None:
    page = drawn('{% toolbar export_url="/export" %}')
    assert 'href="/export?q=a"' in page


def test_a_question_is_asked_before_the_button_posts_its_values() -> None:
    page = drawn('{% confirm_button "Release" "/release" "Sure?" tone="good" person=7 %}', csrf_token="t")
    assert 'data-confirm="Sure?"' in page
    assert '<input type="hidden" name="person" value="7">' in page
    assert 'method="post"' in page


def test_a_masked_value_offers_its_revealing_only_where_there_is_a_way() -> None:
    assert "hx-get" in drawn('{% masked "169****0101" "/reveal" "phone" %}')
    assert "hx-get" not in drawn('{% masked "169****0101" %}')


def test_a_reading_field_knows_its_threshold_and_its_words() -> None:
    page = drawn('{% temperature_field "t1" "Temperature of 李" value=37.1 fever_from=37.5 %}')
    assert 'data-fever-from="37.5"' in page
    assert 'data-text-fever="Fever"' in page
    assert 'value="37.1"' in page
    assert 'inputmode="decimal"' in page


def test_text_from_people_is_escaped_everywhere() -> None:
    bad = "<script>"
    page = drawn(
        "{% tile bad 1 %}{% figure_card bad 1 %}{% badge bad %}{% empty bad bad %}{% timeline events %}{% tabs tabs %}"
        '{% confirm_button bad "/" bad x=bad %}{% temperature_field "n" bad error=bad %}',
        bad=bad,
        events=[outlines.Event(NOON, bad, bad, by=bad)],
        tabs=[outlines.Tab(bad, "/")],
    )
    assert bad not in page


def test_an_icon_without_label_is_not_read_aloud() -> None:
    page = Template('{% load ui %}{% icon "home" %}{% icon "home" label="Home" %}').render(Context())
    assert 'aria-hidden="true"' in page
    assert 'role="img" aria-label="Home"' in page


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 Chrome/109.0 Safari/537.36", "Chrome · Windows"),
        ("Mozilla/5.0 (Linux; Android 10) Chrome/99 MicroMessenger/8", "微信 · Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 16_0 like Mac OS X) Version/16.0 Safari/604.1", "Safari · iPhone"),
    ],
)
def test_a_browser_is_named_so_that_its_owner_knows_it(agent: str, name: str) -> None:
    assert browser(agent) == name


def test_an_unknown_browser_is_called_so() -> None:
    with translation.override("en"):
        assert browser("curl/8") == "unknown browser"
