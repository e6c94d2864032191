"""`spreadwell import findings`: interview and survey files, and records of papers and trials."""

import argparse
from pathlib import Path

from spreadwell.cli.arguments import day
from spreadwell.cli.findings_result import FileOfFindings, FindingsLoaded
from spreadwell.cli.kinds import add_store_argument
from spreadwell.cli.messages import (
    BAD_INPUT,
    InputProblem,
    UsageProblem,
    print_json,
    say,
    say_file_problem,
    say_notes,
)
from spreadwell.cli.store import open_store
from spreadwell.formats.problems import FileProblem, capped

HELP = "load what was heard, or records of papers and trials"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The files, their mission, and what rows leave unsaid."""
    parser.add_argument(
        "files", type=Path, nargs="+", metavar="FILE",
        help="CSV or Excel; or RIS, BibTeX, PubMed, OpenAlex or ClinicalTrials.gov records",
    )  # fmt: skip
    parser.add_argument("--mission", default="", help="of all rows that name none")
    parser.add_argument("--source", default="", help="where it was learnt, unless a row says so")
    parser.add_argument("--place", default="", help="borough or area, unless a row says so")
    parser.add_argument("--role", default="", help="in which role, unless a row says so")
    parser.add_argument("--voice", default="", help="whose voice, unless a row says so")
    parser.add_argument("--on", type=day, metavar="DATE", help="when, unless a row says so; today")
    parser.add_argument(
        "--not-about-patients", action="store_true",
        help="the words asked about were looked at and point to no patient",
    )  # fmt: skip
    parser.add_argument("--dry-run", action="store_true", help="check everything and keep nothing")
    parser.add_argument("--json", action="store_true", help="write what was taken as JSON")
    parser.add_argument(
        "--column", action="append", default=[], metavar="WRITTEN=MEANS",
        help="what one column is, such as Comment=text; may be repeated",
    )  # fmt: skip
    add_store_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Load every file; what is wrong in one is told by its row, and the rest is loaded."""
    names = {}
    for text in options.column:
        written, equals, means = text.rpartition("=")
        if not equals or not written.strip():
            raise UsageProblem(f"--column {text}: write it like Comment=text.")
        names[written] = means.strip()
    open_store(options.data, ready=True)
    from django.utils import timezone

    from spreadwell.domain.discovery.heard import Heard
    from spreadwell.domain.discovery.voices import role_called, voice_called
    from spreadwell.domain.measures.names import key_of
    from spreadwell.domain.models import Mission
    from spreadwell.exchange.discovery.columns import WHAT
    from spreadwell.exchange.discovery.looking import look_at
    from spreadwell.exchange.discovery.taking import by_name, take

    missions = by_name(list(Mission.objects.exclude(state="closed")))
    mission = missions.get(options.mission.casefold())
    if options.mission and mission is None:
        raise InputProblem(f"There is no open mission “{options.mission}”.")
    usual = Heard(
        text="", role=role_called(options.role), voice=voice_called(options.voice),
        heard_on=options.on or timezone.localdate(), place=options.place, source=options.source,
    )  # fmt: skip
    told = {key_of(WHAT, written): means for written, means in names.items()}
    done: list[FileOfFindings] = []
    for path in options.files:
        try:
            look = look_at(path.read_bytes(), path.name, usual, told, guess=True)
        except OSError as error:
            raise InputProblem(f"{path}: {error.strerror}.") from None
        except FileProblem as found:
            say_file_problem(found)
            return BAD_INPUT
        taken = take(
            look, by=None, name=path.name, mission=mission, missions=missions,
            said_fine=options.not_about_patients, dry_run=options.dry_run,
        )  # fmt: skip
        say_notes([f"{path.name}: {note}" for note in taken.notes])
        wrong = capped([one.sentence for one in taken.problems])
        asked = capped([one.sentence for one in taken.asked])
        for sentence in (*wrong, *asked):
            say(f"{path.name}: {sentence}")
        verb = "would be added" if options.dry_run else "added"
        known = f", {len(taken.repeats):,} known already" if taken.repeats else ""
        held = f", {len(taken.asked):,} waiting for an answer" if taken.asked else ""
        left = f", {len(taken.problems):,} problems" if taken.problems else ""
        say(f"{path.name}: {taken.added:,} {verb}{known}{held}{left}.")
        done.append(
            FileOfFindings(
                name=path.name, layout=look.layout, added=taken.added,
                known=[f"Row {one.line}: {one.why}." for one in taken.repeats],
                problems=[one.sentence for one in taken.problems],
                asked=[one.sentence for one in taken.asked], notes=list(taken.notes),
            )
        )  # fmt: skip
    if options.json:
        print_json(FindingsLoaded(stored=not options.dry_run, files=done))
    nothing = not any(one.added or one.known for one in done)
    return BAD_INPUT if nothing and any(one.problems or one.asked for one in done) else 0
