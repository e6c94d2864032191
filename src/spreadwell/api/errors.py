"""Every error as one shape of JSON: a sentence, and where something was wrong with rows, each."""

import logging
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import Field

from spreadwell.domain.foundation.refusals import Invalid, NotAllowed, NotNow, Refusal
from spreadwell.formats.problems import RowProblem

logger = logging.getLogger("spreadwell.api")


class Problem(Schema):
    """One thing that is wrong, and where."""

    row: int | None = Field(description="the row, as the body has them; null for the whole")
    column: str | None
    message: str
    value: str | None


class Failure(Schema):
    """What went wrong: one sentence, then every problem."""

    error: str
    problems: list[Problem] = []


class Wrong(Exception):
    """A refusal of the API itself, with its status."""

    def __init__(self, status: int, sentence: str, problems: Iterable[Problem] = ()) -> None:
        super().__init__(sentence)
        self.status = status
        self.problems = list(problems)


FAILURES = {
    400: Failure, 401: Failure, 403: Failure, 404: Failure, 409: Failure, 413: Failure,
    415: Failure, 422: Failure, 429: Failure,
}  # fmt: skip
"""What every address may answer beside its own."""

STATUSES: dict[type[Refusal], int] = {NotAllowed: 403, NotNow: 409, Invalid: 422}
NO_TOKEN = (
    "This needs an access token that works: Authorization: Bearer sw_… Make one under “Access "
    "tokens” on your account."
)


def problem_of(one: RowProblem, *, less: int = 0) -> Problem:
    """A row's problem for JSON; `less` is taken from the row where the body has no header."""
    row = None if one.row is None else max(one.row - less, 0) or None
    return Problem(row=row, column=one.column, message=one.message, value=one.value)


def handle_errors(api: NinjaAPI) -> None:
    """Have every error answered in one shape; nothing of a fault's inside is ever told."""

    def said(
        request: HttpRequest, status: int, sentence: str, problems: Iterable[Problem] = ()
    ) -> HttpResponse:
        body = Failure(error=sentence, problems=list(problems)).model_dump()
        answer = api.create_response(request, body, status=status)
        if status == 401:
            answer["WWW-Authenticate"] = "Bearer"
        return answer

    @api.exception_handler(Wrong)
    def wrong(request: HttpRequest, found: Wrong) -> HttpResponse:
        return said(request, found.status, str(found), found.problems)

    @api.exception_handler(Refusal)
    def refused(request: HttpRequest, found: Refusal) -> HttpResponse:
        status = next((code for kind, code in STATUSES.items() if isinstance(found, kind)), 409)
        return said(request, status, str(found))

    @api.exception_handler(AuthenticationError)
    def unknown(request: HttpRequest, found: AuthenticationError) -> HttpResponse:
        return said(request, 401, NO_TOKEN)

    @api.exception_handler(PermissionDenied)
    def denied(request: HttpRequest, found: PermissionDenied) -> HttpResponse:
        return said(request, 403, str(found) or "You may not do this.")

    @api.exception_handler(Http404)
    def missing(request: HttpRequest, found: Http404) -> HttpResponse:
        return said(request, 404, "There is no such thing here, or it is not yours to see.")

    @api.exception_handler(RequestDataTooBig)
    def too_big(request: HttpRequest, found: RequestDataTooBig) -> HttpResponse:
        return said(request, 413, "The body is too large; send it in parts.")

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, found: ValidationError) -> HttpResponse:
        problems = [
            Problem(
                row=None,
                column=".".join(str(part) for part in one["loc"][1:]) or None,
                message=str(one["msg"]),
                value=None if one.get("input") is None else str(one["input"])[:80],
            )
            for one in found.errors
        ]
        return said(request, 422, "What was asked is not right.", problems)

    @api.exception_handler(HttpError)
    def plain(request: HttpRequest, found: HttpError) -> HttpResponse:
        return said(request, found.status_code, str(found))

    @api.exception_handler(Exception)
    def fault(request: HttpRequest, found: Exception) -> HttpResponse:
        logger.exception("A request to the API failed", exc_info=found)
        return said(request, 500, "Something went wrong here. It was noted; please try again.")
