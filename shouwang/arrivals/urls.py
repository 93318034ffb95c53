"""Addresses of returnees."""

from django.urls import path

from shouwang.arrivals import views

app_name = "arrivals"
urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.new, name="new"),
    path("assign/", views.assign, name="assign"),
    path("export/", views.export, name="export"),
    path("<uuid:arrival_id>/", views.file, name="file"),
    path("<uuid:arrival_id>/class/", views.decide, name="decide"),
    path("<uuid:arrival_id>/settle/", views.settle, name="settle"),
    path("<uuid:arrival_id>/state/", views.change_state, name="state"),
    path("<uuid:arrival_id>/withdraw/", views.withdraw, name="withdraw"),
]
