"""Templates: the one in use, a preview of a changed one, putting it in use, back to the shipped one."""

import base64
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from shouwang.accounts.doors import actor_of, door
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import DUPLICATE, REFUSED
from shouwang.papers import forms, reads, writes
from shouwang.papers.choices import FACT_TITLES, MANAGE, OUTSIDE_COUNTY, PaperKind
from shouwang.papers.exchange import preview
from shouwang.papers.rules import LEGAL
from shouwang.papers.writes import NewWording

MOST_PAGES = 3  # of a preview


def _county(request: HttpRequest) -> str:
    county = reads.county_of(actor_of(request).area)
    if county != actor_of(request).area:
        raise Refused("outside_county", OUTSIDE_COUNTY)
    return county


@door(MANAGE)
def wordings(request: HttpRequest) -> HttpResponse:
    """The template of each kind that the county uses."""
    return render(request, "papers/wordings.html", {"table": forms.wordings_table(reads.wording_lines(_county(request)))})


@door(MANAGE)
def wording(request: HttpRequest, kind: str) -> HttpResponse:
    """One template: change it, look at it, put it in use."""
    county = _county(request)
    if kind not in PaperKind.values:
        raise Http404
    if request.method != "POST":
        return _page(request, county, kind, forms.WordingForm(initial={"source": reads.wording(county, kind), "language": "zh-hans"}))
    form = forms.WordingForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, county, kind, form)
    if "preview" in request.POST:
        return _previewed(request, county, kind, form)
    return _put(request, county, kind, form)


def _previewed(request: HttpRequest, county: str, kind: str, form: forms.WordingForm) -> HttpResponse:
    try:
        pages = preview(kind, form.cleaned_data["source"], form.cleaned_data["language"])
    except Refused as refusal:
        form.add_error("source", str(refusal))
        pages = []
    pictures = [f"data:image/png;base64,{base64.b64encode(page).decode()}" for page in pages[:MOST_PAGES]]
    return _page(request, county, kind, form, pictures=pictures)


def _put(request: HttpRequest, county: str, kind: str, form: forms.WordingForm) -> HttpResponse:
    source = None if "shipped" in request.POST else form.cleaned_data["source"]
    [verdict] = writes.put_in_use([NewWording(county, kind, source, form.cleaned_data["reason"])], by=actor_of(request))
    if verdict.outcome == REFUSED:
        form.add_error("reason" if verdict.code == "reason_missing" else "source", verdict.reason)
        return _page(request, county, kind, form)
    said = verdict.reason if verdict.outcome == DUPLICATE else _("The template is in use from now on. Papers issued before are reprinted as they were.")
    messages.success(request, said)
    return redirect("papers:wording", kind)


def _page(request: HttpRequest, county: str, kind: str, form: forms.WordingForm, **more: Any) -> HttpResponse:
    versions = reads.wording_versions(county, kind).defer("source", "house")[:20]
    shown = {
        "kind": kind, "title": PaperKind(kind).label, "form": _with_source(form), "versions": versions,
        "legal": [FACT_TITLES[fact] for fact in LEGAL[kind]],
    }  # fmt: skip
    return render(request, "papers/wording.html", shown | more)


def _with_source(form: forms.WordingForm) -> forms.WordingForm:
    """What came as a file stands in the text from now on, so that it is not lost when something is wrong with it."""
    if form.is_bound and form.files and form.cleaned_data.get("source"):
        form.data = {name: form.data.get(name, "") for name in form.fields} | {"source": form.cleaned_data["source"]}
    return form


@door(MANAGE)
def file(request: HttpRequest, kind: str) -> HttpResponse:
    """The template in use as a file, for any editor."""
    county = _county(request)
    if kind not in PaperKind.values:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="{kind}.typ"'}
    return HttpResponse(reads.wording(county, kind), content_type="text/plain; charset=utf-8", headers=headers)


