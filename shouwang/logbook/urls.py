"""Addresses of the log. None of them holds a name: persons and actors are named by their ids."""

from django.urls import path

from shouwang.logbook import views

app_name = "logbook"
urlpatterns = [
    path("", views.index, name="index"),
    path("export/", views.export, name="export"),
    path("of/<uuid:person_id>/", views.of_person, name="of_person"),
]
