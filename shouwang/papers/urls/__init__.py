"""Addresses of papers."""

from django.urls import path

from shouwang.papers.views import issued, wordings

app_name = "papers"
urlpatterns = [
    path("", issued.index, name="index"),
    path("templates/", wordings.wordings, name="wordings"),
    path("templates/<str:kind>/", wordings.wording, name="wording"),
    path("templates/<str:kind>/file", wordings.file, name="wording_file"),
    path("<uuid:key>/", issued.paper, name="paper"),
    path("<uuid:key>/pdf", issued.pdf, name="pdf"),
    path("<uuid:key>/keep/", issued.keep, name="keep"),
    path("<uuid:key>/withdraw/", issued.withdraw, name="withdraw"),
]
