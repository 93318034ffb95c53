"""Pages of the own account that allauth does not bring: changing the acting post, signing one machine out."""

from allauth.usersessions.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwang.accounts.middleware import POST_IN_SESSION


@login_required
@require_POST
def act_as(request: HttpRequest) -> HttpResponse:
    """Act as another of the own posts from now on; back to the first page, for the old one may be out of reach."""
    wanted = request.POST.get("post", "")
    if wanted not in {str(post.pk) for post in request.posts}:  # type: ignore[attr-defined]
        raise Http404
    request.session[POST_IN_SESSION] = wanted
    return redirect("/")


@login_required
@require_POST
def end_session(request: HttpRequest) -> HttpResponse:
    """Sign one of the own machines out."""
    key = request.POST.get("session", "")
    session = get_object_or_404(UserSession, pk=key if key.isascii() and key.isdigit() else 0, user=request.user)
    get_adapter().end_sessions([session])
    messages.success(request, _("That machine is signed out."))
    return redirect("usersessions_list")
