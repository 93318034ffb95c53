"""Addresses that everybody reads without signing in."""

from django.urls import path

from shouwang.reports.views import briefs

app_name = "brief"
urlpatterns = [path("", briefs.public_list, name="list"), path("<uuid:brief>/", briefs.public_brief, name="brief")]
