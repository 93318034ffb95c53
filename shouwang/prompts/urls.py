"""Addresses of prompts and channels."""

from django.urls import path

from shouwang.prompts import views

app_name = "prompts"
urlpatterns = [
    path("", views.index, name="index"),
    path("<uuid:prompt>/open/", views.open_prompt, name="open"),
    path("messages/", views.sent, name="messages"),
    path("channels/", views.channels, name="channels"),
    path("channels/new/", views.new, name="new"),
    path("channels/<uuid:channel>/", views.channel, name="channel"),
    path("channels/<uuid:channel>/try/", views.try_channel, name="try"),
    path("channels/<uuid:channel>/end/", views.end, name="end"),
]
