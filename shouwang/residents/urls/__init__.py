"""Addresses of the office's pages of the resident's side."""

from django.urls import path

from shouwang.residents import views

app_name = "residents"
urlpatterns = [
    path("links/", views.links, name="links"),
    path("links/give/", views.give, name="give"),
    path("links/batch/", views.give_batch, name="batch"),
    path("links/revoke/", views.revoke, name="revoke"),
    path("of/<uuid:person_id>/", views.of_person, name="of_person"),
    path("household/<uuid:household_id>/", views.of_household, name="of_household"),
    path("help/", views.help_requests, name="help"),
    path("help/<str:state>/", views.move_requests, name="move"),
    path("objections/", views.objections, name="objections"),
    path("objections/<uuid:objection_id>/", views.objection, name="objection"),
    path("declarations/", views.declarations, name="declarations"),
    path("declarations/<uuid:declaration_id>/", views.declaration, name="declaration"),
    path("paper/", views.paper, name="paper"),
]
