"""The OpenAPI document as it is served, and a page of it in words."""

import json
from typing import Any

from .app import api

PREFIX = "/api/v1/"


def document() -> dict[str, Any]:
    """The document of every address, as plain JSON."""
    # Through JSON, since parts of it are objects that only know how to become it.
    made: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix=PREFIX)))
    return made


def text() -> str:
    """The document as it stands in a file."""
    return json.dumps(document(), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def page() -> str:
    """The addresses with what each takes, for people."""
    told = document()
    parts = [
        "# The API\n\n"
        f"{told['info']['description']}\n\n"
        "The whole of it, with every field, is [openapi.json](api/openapi.json); a store serves "
        "its own at `/api/v1/openapi.json`. How to begin: "
        "[Send readings from a program](../how-to/send-readings-from-a-program.md).\n"
    ]
    for address, ways in told["paths"].items():
        for way, one in ways.items():
            parts.append(
                f"\n## {way.upper()} {address}\n\n{one['summary']}. {one['description']}\n"
            )
            rows = [
                f"| `{it['name']}` | {it['in']} | {it['schema'].get('description', '')} |"
                for it in one.get("parameters", [])
            ]
            if rows:
                parts.append(
                    "\n| name | where | what |\n| --- | --- | --- |\n" + "\n".join(rows) + "\n"
                )
    parts.append(
        "\n## Errors\n\nEvery error has a status of its own and one shape: "
        '`{"error": "one sentence", "problems": [{"row", "column", "message", '
        '"value"}]}`.\n\n'
        "| status | when |\n| --- | --- |\n"
        "| 401 | no access token that works |\n"
        "| 403 | the token's person may not do this |\n"
        "| 404 | there is no such thing, or it is not the person's to see |\n"
        "| 405 | the address does not answer this way |\n"
        "| 409 | not now: somebody was faster, or the key came before with other readings |\n"
        "| 413 | the body is too large |\n"
        "| 415 | the body is neither JSON nor CSV |\n"
        "| 422 | something is wrong with what was sent or asked; `problems` says what |\n"
        "| 429 | too many requests without a token that works |\n"
        "| 500 | a fault here; it was noted, and nothing was stored |\n"
    )
    return "".join(parts)
