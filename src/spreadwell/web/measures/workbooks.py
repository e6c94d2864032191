"""Workbooks to fill in: a site's own, and an analyst's for every site of an extract."""

from django.http import HttpResponse
from django.utils import timezone

from spreadwell.domain.measures.permissions import check_send
from spreadwell.domain.sites.models import ImplementationSite
from spreadwell.domain.sites.permissions import check_work
from spreadwell.exchange.site_workbooks import book_for_site, book_for_sites

from ..downloads import file_of
from ..middleware import PageRequest
from ..pages import find, guard

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def site_workbook(request: PageRequest, pk: int) -> HttpResponse:
    """Give a site's workbook: its measures due, ready to fill in."""
    rows = ImplementationSite.objects.visible_to(request.viewer)
    site = find(rows.select_related("organisation", "version__innovation"), pk=pk)
    guard(check_work, request.viewer, site)
    content = book_for_site(site, timezone.localdate())
    name = f"numbers-{site.organisation.code}.xlsx"
    return file_of(content, name, XLSX, invented=site.invented)


def workbook(request: PageRequest) -> HttpResponse:
    """Give one workbook with everything due at the sites that one sends for."""
    guard(check_send, request.viewer)
    content, invented = book_for_sites(request.viewer, timezone.localdate())
    return file_of(content, "numbers-due.xlsx", XLSX, invented=invented)
