"""Write the reference pages that are drawn from the code: `python -m docs.generate`.

A test compares them with what stands in the folder, so that they can never fall behind.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "docs" / "reference"
MEASURES = ROOT / "src" / "spreadwell" / "definitions" / "measures"
HEAD = "<!-- Drawn by `python -m docs.generate`; change the code, not this page. -->\n"


def _table(header: list[str], rows: list[list[str]]) -> str:
    """Return a Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"


def _capital(text: str) -> str:
    """Return the text with its first letter as a capital, the rest as it is."""
    return text[:1].upper() + text[1:]


def states() -> str:
    """Return the page of states: a diagram and a table for each thing."""
    from django.apps import apps

    from spreadwell.domain.foundation.states import REGISTER, StateTable

    def kept_in(table: StateTable) -> str:
        """Name the fields that hold these states."""
        fields = [
            f"`{model.__name__}.{field.name}`"
            for model in apps.get_app_config("domain").get_models()
            for field in model._meta.concrete_fields
            if list(field.choices or ()) == table.choices()
        ]
        return " and ".join(fields)

    def parts() -> Iterator[str]:
        yield (
            "# States\n\nEach thing that moves has one table of states. A move that is not in the "
            "table is refused, with a sentence that says what is possible. Every state has an "
            "owner: the one whose turn it is. A state without a way on is an end.\n"
        )
        for thing, table in REGISTER.items():
            moves = [f"    [*] --> {table.first()}"]
            for key, state in table.states.items():
                moves.append(f'    state "{state.label}" as {key}')
                moves += [f"    {key} --> {to}" for to in state.exits]
                moves += [f"    {key} --> [*]"] if state.end else []
            rows = [
                [state.label, f"`{key}`", state.owner,
                 ", ".join(table.label(to).lower() for to in state.exits) or "an end"]
                for key, state in table.states.items()
            ]  # fmt: skip
            yield f"## {_capital(thing)}\n\nKept in {kept_in(table)}.\n"
            yield "\n".join(["```mermaid", "stateDiagram-v2", *moves, "```"]) + "\n"
            yield _table(["state", "key", "whose turn it is", "can become"], rows)

    return "\n".join([HEAD, *parts()])


def lifecycle() -> str:
    """Return the page of what happens to everything that hangs on an innovation or a site."""
    from spreadwell.domain.lifecycle.shapes import Event, Row
    from spreadwell.domain.lifecycle.table import OF_INNOVATIONS, OF_SITES

    def rows(table: tuple[Row, ...], events: list[Event]) -> list[list[str]]:
        return [
            [row.thing, *(fate.words if (fate := row.fate(one)) else "–" for one in events)]
            for row in table
        ]

    ends = [Event.PAUSE, Event.STOP, Event.GO_ON]
    every = list(Event)
    return "\n".join(
        [
            HEAD,
            "# What happens when something pauses or stops\n\nAn innovation or a site that "
            "pauses, stops, is de-adopted or goes on takes along what hangs on it. This is "
            "the one table by which that happens, in the same transaction as the move, each "
            "with its event in the history. Whoever moves it sees beforehand, with counts, "
            "what will follow. A test finds everything that hangs on either and fails for "
            "what has no row here.\n\nStopping asks what was learnt, and so does de-adopting: "
            "a site de-adopts when it had the innovation in use and takes it out; it stops "
            "when what was tried there ends.\n",
            "## An innovation\n",
            _table(["what hangs on it", "it pauses", "it stops", "it goes on"],
                   rows(OF_INNOVATIONS, ends)),
            "## A site\n",
            "A site follows this table also when it moves because its innovation does.\n",
            _table(["what hangs on it", "it pauses", "it stops", "it de-adopts", "it goes on"],
                   rows(OF_SITES, every)),
        ]
    )  # fmt: skip


def visibility() -> str:
    """Return the page of who sees what: the table, and what “own” and “published” mean."""
    from django.apps import apps

    from spreadwell.domain.foundation.scope import Reach, ScopedQuerySet
    from spreadwell.domain.people.roles import Role
    from spreadwell.domain.people.visibility import VISIBILITY

    words = {Reach.ALL: "all", Reach.OWN: "own", Reach.PUBLISHED: "published", Reach.NONE: "–"}

    def cell(reaches: frozenset[Reach]) -> str:
        return ", ".join(words[reach] for reach in Reach if reach in reaches)

    rows, meanings = [], []
    for thing, by_role in VISIBILITY.items():
        model = apps.get_model("domain", thing)
        name = _capital(str(model._meta.verbose_name_plural))
        rows.append([f"{name} (`{thing}`)", *(cell(by_role[role]) for role in Role)])
        scope = type(model._default_manager.get_queryset())
        asked = frozenset().union(*by_role.values())
        said = [
            (getattr(scope, rule).__doc__ or "").strip()
            if reach in asked and getattr(scope, rule) is not getattr(ScopedQuerySet, rule)
            else ""
            for reach, rule in [(Reach.OWN, "own"), (Reach.PUBLISHED, "published")]
        ]
        if any(said):
            meanings.append([name, *(text or "–" for text in said)])
    return "\n".join(
        [
            HEAD,
            "# Who sees what\n\nThis is the table by which every page, search and download decides "
            "which rows a person sees. Somebody with several roles sees what any of them sees. "
            "Everybody, signed in or not, also sees what the public sees. Why it is one table is "
            "told in [who sees what, and why](../explanation/who-sees-what.md).\n",
            _table(["what", *(role.label for role in Role)], rows),
            "## What “own” and “published” mean\n",
            _table(["what", "own", "published"], meanings),
        ]
    )


def measures() -> str:
    """Return the page of the measures that are shipped."""
    from spreadwell.formats.measure_words import explained
    from spreadwell.formats.measures import load_definitions

    better = {"up": "more", "down": "less", "neither": "neither"}
    suppliers = {"extract": "an analyst's extract", "site": "each site"}
    found = load_definitions(MEASURES)
    rows = [
        [f"[{one.name}](#{slug(one.name)})", f"`{id_}`", one.kind.value, one.statistic.value,
         better[one.direction.value], one.cadence.value, suppliers[one.supplied_by.value]]
        for id_, one in found.items()
    ]  # fmt: skip

    def section(id_: str) -> str:
        asked = explained(found[id_].content())
        told = "".join(f"- **{ask}** {answer}\n" for ask, answer in asked)
        return f"## {found[id_].name}\n\n{told}"

    return "\n".join(
        [
            HEAD,
            "# Measures\n\nThe measures that come with Spreadwell, each a file in "
            "[`src/spreadwell/definitions/measures`](../../src/spreadwell/definitions/measures). "
            "They serve the example; a store of your own gets its own as "
            "[Add a measure](../how-to/add-a-measure.md) says.\n",
            _table(["measure", "id", "kind", "statistic", "better is", "read by", "sent by"], rows),
            *(section(id_) for id_ in found),
        ]
    )


def pages_by_role() -> str:
    """Return the page of what each role can do on every page."""
    from docs import pages_by_role as drawn

    return f"{HEAD}\n{drawn.page()}"


def chart_rules() -> str:
    """Return the page of worked examples of every chart rule, icon, dialect and guard."""
    from docs import chart_rules as drawn

    return f"{HEAD}\n{drawn.page()}"


def api_page() -> str:
    """Return the page of the API."""
    from spreadwell.api.document import page

    return page()


def api_document() -> str:
    """Return the OpenAPI document."""
    from spreadwell.api.document import text

    return text()


def conditions() -> str:
    """Return the page of the conditions and readiness domains, the plain question first."""
    from spreadwell.domain.sites.frameworks import by_domain, frameworks, readiness_domains

    def section(domain: str) -> str:
        rows = [
            [one.question, one.short, f"{'↳ ' if one.parent else ''}{one.name}", one.meaning]
            for one in by_domain()[domain]
        ]
        return f"## {_capital(domain.lower())}\n\n" + _table(
            ["question", "short name", "construct", "what it means"], rows
        )

    cfir, nasss = frameworks()["CFIR_2_0"], frameworks()["NASSS"]
    ready = [[one.question, f"{one.number}", one.name, one.think_of] for one in readiness_domains()]
    return "\n".join(
        [
            HEAD,
            "# Conditions and readiness\n\nWhat sites are asked about what helps and what hinders, "
            "in our own words, and the construct behind each question. A mission chooses about a "
            "dozen; [Rate conditions](../how-to/rate-conditions.md) says how. They are rated from "
            "−2, hinders strongly, to +2, helps strongly; blank says that it was not found out. "
            f"The constructs are those of CFIR 2.0 ({cfir['cite']}): {cfir['counts']}. An arrow "
            "marks a subconstruct.\n",
            *(section(domain) for domain in by_domain()),
            "## Readiness\n\nSeven domains, each simple, complicated or complex. Source: NASSS, "
            f"{nasss['cite']}.\n",
            _table(["question", "number", "domain", "think of"], ready),
        ]
    )


def slug(heading: str) -> str:
    """Return the anchor that a heading gets: lower case, hyphens, no punctuation."""
    kept = "".join(one for one in heading.lower() if one.isalnum() or one in " -_")
    return kept.strip().replace(" ", "-")


def new_language_file() -> str:
    """Return the file that a translator of a new language fills in."""
    from docs.translating import new_language

    return new_language()


PAGES: dict[str, Callable[[], str]] = {
    "states.md": states,
    "lifecycle.md": lifecycle,
    "visibility.md": visibility,
    "api.md": api_page,
    "api/openapi.json": api_document,
    "measures.md": measures,
    "conditions.md": conditions,
    "chart-rules.md": chart_rules,
    "pages-by-role.md": pages_by_role,
    "new-language.po": new_language_file,
}


def main() -> None:
    """Write every page."""
    # The pages need the models, not a store: nothing is written beside one.
    os.environ.setdefault("SPREADWELL_SECRET_KEY", "no session is ever signed with this")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spreadwell.config.settings")
    import django

    django.setup()
    for name, make in PAGES.items():
        (REFERENCE / name).write_text(make(), encoding="utf-8")


if __name__ == "__main__":
    main()
