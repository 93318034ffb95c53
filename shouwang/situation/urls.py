"""Addresses of the board."""

from django.urls import path

from shouwang.situation import views

app_name = "situation"
urlpatterns = [
    path("", views.index, name="index"),
    path("<str:area>/", views.board, name="board"),
    path("<str:area>/parts/", views.parts, name="parts"),
    path("<str:area>/screen/", views.screen, name="screen"),
]
