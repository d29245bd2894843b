"""Addresses of intake, review and the desk."""

from __future__ import annotations

from django.urls import path

from deals.pages import desk, enquiry, intake
from deals.pages.review import files, page

urlpatterns = [
    path("review/", intake.queue, name="review"),
    path("review/intake/", intake.intake, name="intake"),
    path("review/<str:source>/", page.review, name="review-source"),
    path("review/<str:source>/decide/", page.decide, name="review-decide"),
    path("review/<str:source>/names/", page.known_names, name="review-names"),
    path("review/<str:source>/deal/", page.new_deal, name="review-deal"),
    path("review/<str:source>/link/", page.link, name="review-link"),
    path("review/<str:source>/source/", page.change, name="review-change"),
    path("review/<str:source>/text/", files.text, name="review-text"),
    path("review/<str:source>/file/", files.file, name="review-file"),
    path("desk/", desk.desk, name="desk"),
    path("desk/enquiry/", enquiry.enquiry, name="enquiry"),
    path("desk/calendar/<str:secret>.ics", desk.calendar, name="desk-calendar"),
]
