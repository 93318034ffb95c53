"""Addresses residents open: short, for they stand on paper; none of them names anybody."""

from django.urls import path

from shouwang.residents import views

app_name = "resident"
urlpatterns = [
    path("", views.home, name="home"),
    path("code/", views.typed_code, name="code"),
    path("leave/", views.leave, name="leave"),
    path("declare/", views.declare, name="declare"),
    path("declare/<str:code>/", views.declare_here, name="declare_here"),
    path("thanks/<str:number>/", views.thanks, name="thanks"),
    path("form/", views.blank_form, name="form"),
    path("me/<int:number>/check/", views.reading, name="reading"),
    path("me/<int:number>/help/", views.help_page, name="help"),
    path("me/<int:number>/help/cancel/", views.cancel_help, name="cancel"),
    path("me/<int:number>/object/", views.object_page, name="object"),
    path("me/<int:number>/held/", views.held, name="held"),
    path("me/<int:number>/correct/", views.correct, name="correct"),
    path("me/<int:number>/paper/<int:which>/", views.own_paper, name="paper"),
    path("me/<int:number>/certificate/<int:which>/", views.own_certificate, name="certificate"),
    path("me/<int:number>/return/", views.own_return, name="return"),
    path("<str:code>/", views.enter, name="enter"),
    path("<path:rest>", views.lost, name="lost"),  # whatever else somebody typed, half a code among it
]
