"""Notes that come with readings by program: short, and of no patient."""

from spreadwell.formats.patient_words import check_words

LONGEST_NOTE = 500
"""Characters: a note stands under charts, beside others."""


def problem_in_note(note: str) -> str:
    """Say what is wrong with a note that nobody can be asked about, "" where nothing is.

    On a page its sender may say that such words are about no patient; a program cannot.
    """
    if len(note) > LONGEST_NOTE:
        return f"The note has {len(note):,} characters; at most {LONGEST_NOTE} are taken."
    found = check_words(note)
    if not found:
        return ""
    one = found[0]
    kind = one.kind.replace("nhs", "NHS")
    return (
        f"“{one.text}” in the note looks like a patient's {kind}. Take it out, or send the "
        "readings on the page, where you can say that it is not."
    )
