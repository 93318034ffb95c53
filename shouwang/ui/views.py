"""Every component once, with made-up content: to look at, to test, and to copy from."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwang.ui import listings, samples
from shouwang.ui.outlines import Progress

IMPORTED_ROWS = 240  # rows of the pretended import, and how many each question moves it on
ROWS_A_STEP = 60


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
