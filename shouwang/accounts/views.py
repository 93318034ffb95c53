"""Pages that allauth does not bring: changing the acting post, signing one machine out, giving and ending posts (their list: ``project.posts``)."""

from datetime import timedelta
from typing import Any

from allauth.usersessions.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django.views.i18n import set_language as django_set_language

from shouwang.accounts import forms, reads, writes
from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission, Role
from shouwang.accounts.doors import actor_of, door
from shouwang.accounts.middleware import POST_IN_SESSION
from shouwang.lib import clocks
from shouwang.ui import offices, trail

MANAGE = Permission.MANAGE_USERS


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Read every page in another language from now on; kept in the browser, and with the user who is signed in."""
    answer = django_set_language(request)
    if isinstance(request.user.pk, int):
        writes.keep_language(request.user.pk, request.POST.get("language", ""))
    return answer


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


@never_cache
@door(MANAGE)
def give(request: HttpRequest) -> HttpResponse:
    """Give a post. A new account's password is shown this once, and kept only as its hash."""
    actor = actor_of(request)
    units = offices.within(actor.area)
    form = forms.PostForm(request.POST or None, permissions=actor.permissions, anything=actor.role == Role.OPERATOR, units=units)
    if request.method == "POST" and form.is_valid() and (area := _area(form, actor)):
        password = None if form.cleaned_data["existing"] else writes.one_time_password()
        [verdict] = writes.give_posts([form.post(area, password)], by=actor)
        if verdict.taken:
            given = {"username": form.cleaned_data["username"], "password": password, "area": trail.names([area])[area]}
            return render(request, "accounts/post_given.html", given)
        form.add_error(None, verdict.reason)
    return render(request, "accounts/give.html", {"form": form})


def _area(form: forms.PostForm, actor: Actor) -> str | None:
    """The area the form's words mean; the form says so where none is sure."""
    area = trail.find(form.cleaned_data["area"], actor.area)
    if area is None:
        form.add_error("area", _("There is no such place in your area, or more than one. Write the official code."))
    return area


@door(MANAGE)
def post(request: HttpRequest, post: int) -> HttpResponse:
    """One post, to be ended on a day or at once."""
    actor, today = actor_of(request), clocks.today()
    found = reads.post(post, by=actor)
    if found is None:
        raise Http404
    form = forms.EndForm(request.POST or None, initial={"last_day": today})
    if request.method == "POST" and (at_once := "at_once" in request.POST) | form.is_valid():
        last_day = today - timedelta(days=1) if at_once else form.cleaned_data["last_day"]
        writes.end_posts([post], on=last_day, by=actor)
        messages.success(request, _("The post ends."))
        return redirect("project:posts")
    context: dict[str, Any] = {"post": found, "form": form, "area": trail.names([found.area])[found.area]}
    return render(request, "accounts/post.html", context)
