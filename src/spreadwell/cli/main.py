"""From arguments to a command and its exit code; no traceback reaches a user."""

import argparse
import os
import sys
from collections.abc import Sequence
from types import ModuleType

from spreadwell import __version__
from spreadwell.cli.messages import BAD_INPUT, InputProblem, UsageProblem, say, say_file_problem
from spreadwell.cli.registry import Command, installed
from spreadwell.formats.problems import FileProblem

DEBUG = "SPREADWELL_DEBUG"
"""Set in the environment, it lets a fault through with its traceback, for those who mend it."""

USAGE, STOPPED = 2, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns 0, 1 (bad input), 2 (usage) or 130 (stopped from the keyboard)."""
    given = list(sys.argv[1:] if argv is None else argv)
    try:
        code = _dispatch(given)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader (such as `head`) has gone; stdout must not complain again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


def _dispatch(given: list[str]) -> int:
    commands = installed()
    if not given or given[0] in ("-h", "--help", "help"):
        print(_overview(commands))
        return 0 if given else USAGE
    if given[0] in ("-V", "--version"):
        print(f"spreadwell {__version__}")
        return 0
    command = commands.get(given[0])
    if command is None:
        say(f"There is no command “{given[0]}”; choose {', '.join(commands)}.")
        return USAGE
    try:
        module = command.load()
        options = _parse(command, module, given[1:])
        return int(module.run(options))
    except SystemExit as ended:
        # argparse ends on --help (0) and on wrong usage (2), having said so.
        return ended.code if isinstance(ended.code, int) else 0 if ended.code is None else BAD_INPUT
    except FileProblem as problem:
        say_file_problem(problem)
        return BAD_INPUT
    except InputProblem as problem:
        say(str(problem))
        return BAD_INPUT
    except UsageProblem as problem:
        say(f"{problem} See: spreadwell {command.name} --help")
        return USAGE
    except KeyboardInterrupt:
        say("Stopped.")
        return STOPPED
    except BrokenPipeError:
        raise
    except Exception as fault:
        if os.environ.get(DEBUG):
            raise
        say(
            f"Spreadwell could not finish because of a fault of its own ({type(fault).__name__}: "
            f"{fault}). Set {DEBUG}=1 to see where."
        )
        return BAD_INPUT


def _parse(command: Command, module: ModuleType, rest: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog=f"spreadwell {command.name}", description=f"{_sentence(module.HELP)}"
    )
    module.add_arguments(parser)
    if command.passes_on and rest not in (["-h"], ["--help"]):
        # argparse would take a leading option for its own.
        return argparse.Namespace(**{command.passes_on: rest})
    return parser.parse_args(rest)


def _overview(commands: dict[str, Command]) -> str:
    width = max(map(len, commands)) + 2
    lines = [f"  {name:<{width}}{command.help}" for name, command in commands.items()]
    return "\n".join(
        [
            "Usage: spreadwell COMMAND …",
            "",
            *lines,
            "",
            "spreadwell COMMAND --help says what a command takes.",
        ]
    )


def _sentence(line: str) -> str:
    return f"{line[0].upper()}{line[1:]}."


if __name__ == "__main__":
    sys.exit(main())
