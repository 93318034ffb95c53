"""The page of components."""

from django.urls import path

from shouwang.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.components, name="components"),
    path("reveal", views.reveal, name="reveal"),
    path("progress", views.progress, name="progress"),
    path("part", views.part, name="part"),
    path("act", views.act, name="act"),
    path("help/", views.helps, name="helps"),
    path("help/<str:name>/", views.help_text, name="help"),
]
