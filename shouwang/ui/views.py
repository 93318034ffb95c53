"""Every component once, with made-up content: to look at, to test, and to copy from."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwang.ui import guidance, listings, markdown, samples
from shouwang.ui.outlines import Progress

IMPORTED_ROWS = 240  # rows of the pretended import, and how many each question moves it on
ROWS_A_STEP = 60
LONGEST_SEARCH = 60  # letters


@login_required
def components(request: HttpRequest) -> HttpResponse:
    """Every component once."""
    listing = listings.read(
        request.GET, sortable=("name", "day", "temperature"), default="name", size=samples.PAGE_SIZE
    )
    shown = {
        "table": samples.table(listing),
        "filters": samples.Filters(request.GET),
        "form": samples.Entry(),
        "bare": samples.Entry(auto_id="bare-%s"),
        "worklist": samples.worklist(request.GET),
    }
    return render(request, "ui/components.html", shown | samples.pieces())


@login_required
def reveal(request: HttpRequest) -> HttpResponse:
    """The dialog that asks why a sealed value is needed."""
    return render(request, "ui/reveal.html", {"form": samples.Reason(), "url": request.path})


@login_required
def progress(request: HttpRequest) -> HttpResponse:
    """The pretended import, one step further each time it is asked for."""
    asked = request.GET.get("done", "")
    done = min(int(asked) + ROWS_A_STEP, IMPORTED_ROWS) if asked.isascii() and asked.isdigit() else 0
    poll = f"{request.path}?done={done}" if done < IMPORTED_ROWS else ""
    shown = Progress(_("Rows read"), done, IMPORTED_ROWS, tone="info" if poll else "good", poll_url=poll)
    return render(request, "ui/progress.html", {"progress": shown})


def helps(request: HttpRequest) -> HttpResponse:
    """All help texts, or those that a search finds. Open to everybody: they hold no data."""
    words = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    hits = guidance.search(words) if words else []
    all_texts = guidance.texts(get_language() or "").values()
    groups = [(group.title, [one for one in all_texts if one.group == group.name]) for group in all_texts if "." not in group.name]
    return render(request, "ui/helps.html", {"words": words, "hits": hits, "groups": groups, "frame_template": _frame(request)})


def help_text(request: HttpRequest, name: str) -> HttpResponse:
    """One help text: a dialog for the page that asks with htmx, else a page of its own to print."""
    found = guidance.find(name)
    if found is None:
        raise Http404
    template, top = ("ui/help_dialog.html", 2) if request.headers.get("HX-Request") else ("ui/help.html", 1)
    return render(request, template, {"help": found, "body": markdown.html(found.body, top), "frame_template": _frame(request)})


def _frame(request: HttpRequest) -> str:
    """Who is signed in keeps the menu."""
    return "ui/page.html" if getattr(request, "actor", None) else "ui/entrance.html"


@login_required
def part(request: HttpRequest) -> HttpResponse:
    """A part that a page loads by itself, as higher features put them into the pages of lower ones."""
    return render(request, "ui/part.html")


@login_required
@require_POST
def act(request: HttpRequest) -> HttpResponse:
    """What the buttons of the page lead to: nothing is changed, and the page says so."""
    chosen = len(request.POST.getlist("selected"))
    messages.success(
        request,
        _("Done with %(count)s rows. Nothing was changed: this page only shows the components.") % {"count": chosen},
    )
    return redirect("ui:components")
