"""Pictures as files: the one way in which a page's pictures are downloaded."""

import re

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from spreadwell.charts.frame import Picture

KINDS = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}


INVENTED = "invented-example"
"""What the name of a file says that holds invented data: it is the one place that every kind of
file has and that no program reads as a number."""


def picture_file(
    picture: Picture | None, stem: str, kind: str, *, invented: bool = False
) -> HttpResponse:
    """Return a picture as SVG or PNG, its numbers as CSV, or its Vega-Lite spec as JSON."""
    if picture is None or kind not in KINDS:
        raise Http404("There is no such picture.")
    content = {
        "svg": picture.svg_bytes,
        "png": picture.png_bytes,
        "csv": picture.csv_bytes,
        "json": picture.vega_bytes,
    }[kind]()
    if content is None:
        raise Http404("This picture has no such form.")
    return file_of(content, f"{stem}.{kind}", KINDS[kind], invented=invented)


def file_of(content: bytes, name: str, kind: str, *, invented: bool = False) -> HttpResponse:
    """Return bytes as a file to keep; its name says when what it holds is invented."""
    plain = re.sub(r"[^\w.-]+", "-", name).strip("-")
    if invented:
        stem, _, ending = plain.rpartition(".")
        plain = f"{stem}-{INVENTED}.{ending}"
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{plain}"'
    return response


def kept_file(content: bytes, name: str) -> HttpResponse:
    """Give a file that somebody sent here; no browser is to open or guess what it is."""
    response = HttpResponse(content, content_type="application/octet-stream")
    # Whatever the name holds, the header is written by Django.
    disposition = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Disposition"] = disposition or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
