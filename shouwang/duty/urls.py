"""Addresses of staff and teams."""

from django.urls import path

from shouwang.duty import views

app_name = "duty"
urlpatterns = [
    path("", views.listed, name="index"),
    path("staff.xlsx", views.file, name="file"),
    path("new", views.new, name="new"),
    path("of/<uuid:staff>", views.staff, name="staff"),
    path("of/<uuid:staff>/change", views.change, name="change"),
    path("of/<uuid:staff>/reassign", views.reassign, name="reassign"),
    path("coverage", views.coverage, name="coverage"),
    path("coverage/of/<str:area>", views.of_area, name="coverage_of_area"),
    path("coverage/<str:area>/grids", views.grids, name="grids"),
    path("coverage/<str:area>/fill", views.fill, name="fill"),
    path("coverage/<str:area>/hand-over", views.hand_over_grid, name="hand_over_grid"),
    path("hand-overs/<uuid:hand_over>/undo", views.undo_hand_over, name="undo_hand_over"),
    path("units", views.units, name="units"),
    path("teams", views.teams, name="teams"),
    path("teams/<uuid:observed>", views.team, name="team"),
    path("teams/<uuid:observed>/hand-over", views.hand_over, name="hand_over"),
]
