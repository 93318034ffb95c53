"""The pages that belong to no feature: my day."""

from django.urls import path

from shouwang.project import views

app_name = "project"
urlpatterns = [
    path("", views.my_day, name="my_day"),
    path("find", views.find, name="find"),
    path("work/<str:area>", views.work_of_area, name="work_of_area"),
    path("installation", views.installation, name="installation"),
]
