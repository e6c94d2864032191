"""The twelve items of TIDieR by which an innovation is described, in plain questions."""

TIDIER: dict[str, str] = {
    "name": "What is it called?",
    "why": "Why should it work?",
    "materials": "What materials does it use?",
    "procedures": "What is done, step by step?",
    "who": "Who provides it, and with what training?",
    "how": "How is it given: face to face, by phone, to one person or a group?",
    "where": "Where does it take place?",
    "when": "When, how often and how much?",
    "tailoring": "What is meant to be tailored, for whom?",
    "modifications": "What was changed while it ran?",
    "fidelity_planned": "How will you see whether it is done as meant?",
    "fidelity_actual": "How far was it done as meant?",
}
"""Item → question (Hoffmann et al. 2014, BMJ 348:g1687, in our own words)."""

ITEM_NAMES: dict[str, str] = {
    "name": "brief name",
    "why": "why",
    "materials": "what: materials",
    "procedures": "what: procedures",
    "who": "who provided",
    "how": "how",
    "where": "where",
    "when": "when and how much",
    "tailoring": "tailoring",
    "modifications": "modifications",
    "fidelity_planned": "how well: planned",
    "fidelity_actual": "how well: actual",
}
"""Item → its name in TIDieR, for those who know it by that."""


def item_words(item: str) -> str:
    """Return the number and name of an item, such as “TIDieR item 3, what: materials”."""
    return f"TIDieR item {list(TIDIER).index(item) + 1}, {ITEM_NAMES[item]}"
