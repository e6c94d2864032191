"""The API put together: one version, one way to sign in, one shape of errors."""

from ninja import NinjaAPI

from . import charts, claims, findings, listing, readings, sending, standing
from .errors import handle_errors
from .signing_in import Token

# Sending shares an address with reading, and so its router: importing it is enough.
__all__ = ["api", "sending"]

ABOUT = (
    "Sends readings and reads what stands in the store, in the name of a person and within what "
    "that person may see. Sign in with an access token: `Authorization: Bearer sw_…`. Every error "
    "is one sentence, with a list of problems where rows were sent. Readings by strata are told "
    "under the disclosure rules of this deployment."
)

api = NinjaAPI(
    title="Spreadwell",
    version="1",
    description=ABOUT,
    urls_namespace="api",
    docs_url=None,
    auth=Token(),
)
handle_errors(api)
for part in (listing, readings, charts, standing, claims, findings):
    api.add_router("", part.router)
