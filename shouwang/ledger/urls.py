"""Addresses of imports."""

from django.urls import path

from shouwang.ledger import views

app_name = "ledger"
urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.new, name="new"),
    path("<uuid:import_id>/", views.shown, name="shown"),
    path("<uuid:import_id>/progress/", views.progress, name="progress"),
    path("<uuid:import_id>/rows/<int:number>/", views.mend, name="mend"),
    path("<uuid:import_id>/record/", views.record, name="record"),
    path("<uuid:import_id>/undo/", views.undo, name="undo"),
    path("<uuid:import_id>/sheet/", views.sheet, name="sheet"),
    path("<uuid:import_id>/headings/", views.headings, name="headings"),
    path("<uuid:import_id>/original/", views.original, name="original"),
    path("<uuid:import_id>/refused/", views.refused, name="refused"),
    path("template/<slug:ledger>/", views.template, name="template"),
]
