"""Addresses without a sign-in: what a certificate is verified with."""

from django.urls import path

from shouwang.papers.views import verifying

app_name = "verify"
urlpatterns = [
    path("", verifying.verify, name="form"),
    path("keys.json", verifying.keys, name="keys"),
    path("<str:token>", verifying.scanned, name="scanned"),
]
