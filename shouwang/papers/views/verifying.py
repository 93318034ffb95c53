"""The public page that verifies a paper: no account, no script; it says valid, withdrawn or not valid, initials and dates."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from shouwang.accounts.doors import public_door
from shouwang.papers import reads
from shouwang.papers.forms import VerifyForm
from shouwang.papers.reads import Shown
from shouwang.papers.views.pace import may_ask

WHY = "whoever is shown a certificate at a door must be able to verify it"
MANY = 429
TONES = {"valid": ("good", "circle-check"), "withdrawn": ("alert", "ban"), "not_valid": ("alert", "circle-x")}


@never_cache
@public_door(why=WHY)
def verify(request: HttpRequest) -> HttpResponse:
    """Number and check code, typed."""
    form = VerifyForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "papers/verify.html", {"form": form})
    if not may_ask(request):
        return _slowed(request)
    return _said(request, reads.standing_by_code(form.cleaned_data["number"], form.cleaned_data["code"]))


@never_cache
@public_door(why=WHY)
def scanned(request: HttpRequest, token: str) -> HttpResponse:
    """What a QR code holds."""
    return _said(request, reads.standing_of(token)) if may_ask(request) else _slowed(request)


@never_cache
@public_door(why="public keys are there so that everybody can verify a certificate without asking")
def keys(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The public keys, for verifying without a network."""
    return JsonResponse({"format": 1, "algorithm": "Ed25519", "keys": reads.published_keys()}, json_dumps_params={"ensure_ascii": False, "indent": 1})


def _slowed(request: HttpRequest) -> HttpResponse:
    return render(request, "papers/verify.html", {"form": VerifyForm(), "slowed": True}, status=MANY)


def _said(request: HttpRequest, shown: Shown) -> HttpResponse:
    tone, icon = TONES[shown.state]
    return render(request, "papers/verify.html", {"form": VerifyForm(), "shown": shown, "tone": tone, "icon": icon})
