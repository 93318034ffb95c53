"""Addresses of people. None of them holds a name or a number: searches are posted."""

from django.urls import path

from shouwang.people import views

app_name = "people"
urlpatterns = [
    path("", views.search, name="search"),
    path("persons/<uuid:person_id>/", views.person, name="person"),
    path("persons/<uuid:person_id>/correct/", views.correct, name="correct"),
    path("persons/<uuid:person_id>/reveal/<str:fact>/", views.reveal, name="reveal"),
    path("households/", views.households, name="households"),
    path("households/<uuid:household_id>/", views.household, name="household"),
    path("summary/", views.summary, name="summary"),
    path("suspicions/", views.suspicions, name="suspicions"),
    path("suspicions/<uuid:suspicion_id>/", views.suspicion, name="suspicion"),
    path("suspicions/<uuid:suspicion_id>/take-back/", views.take_back, name="take_back"),
]
