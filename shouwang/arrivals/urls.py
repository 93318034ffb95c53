"""Addresses of returnees."""

from django.urls import path

from shouwang.arrivals import views

app_name = "arrivals"
urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.new, name="new"),
    path("assign/", views.assign, name="assign"),
    path("export/", views.export, name="export"),
    path("transfers/", views.transfers, name="transfers"),
    path("transfers/waiting/", views.waiting, name="waiting"),
    path("transfers/violations/", views.violations, name="violations"),
    path("transfers/<uuid:transfer_id>/", views.transfer, name="transfer"),
    path("transfers/<uuid:transfer_id>/slip/", views.slip, name="transfer_slip"),
    path("transfers/<uuid:transfer_id>/<str:step>/", views.step, name="transfer_step"),
    path("<uuid:arrival_id>/", views.file, name="file"),
    path("<uuid:arrival_id>/class/", views.decide, name="decide"),
    path("<uuid:arrival_id>/undo/", views.undo, name="undo"),
    path("<uuid:arrival_id>/undo-place/", views.undo_place, name="undo_place"),
    path("<uuid:arrival_id>/settle/", views.settle, name="settle"),
    path("<uuid:arrival_id>/state/", views.change_state, name="state"),
    path("<uuid:arrival_id>/withdraw/", views.withdraw, name="withdraw"),
]
