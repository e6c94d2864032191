"""What `import` and `export` know: a module a kind, found by name like the commands."""

import argparse
import importlib
import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

CHOSEN = "chosen_kind"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing that goes in or out; its module has HELP, add_arguments and run."""

    name: str
    package: str
    module: str

    @property
    def is_installed(self) -> bool:
        """Whether this installation holds the kind's module."""
        return importlib.util.find_spec(f"{self.package}.{self.module}") is not None

    def load(self) -> ModuleType:
        """Import the kind's module, which imports the store only when it runs."""
        return importlib.import_module(f"{self.package}.{self.module}")


def add_kinds(parser: argparse.ArgumentParser, kinds: Sequence[Kind]) -> None:
    """Give a command one sub-command a kind."""
    chosen = parser.add_subparsers(dest=CHOSEN, metavar="KIND", required=True, title="kinds")
    for kind in kinds:
        if not kind.is_installed:
            continue
        module = kind.load()
        help_line: str = module.HELP
        one = chosen.add_parser(
            kind.name, help=help_line, description=f"{help_line[0].upper()}{help_line[1:]}."
        )
        module.add_arguments(one)
        one.set_defaults(kind_module=module)


def run_kind(options: argparse.Namespace) -> int:
    """Run the kind that was chosen."""
    return int(options.kind_module.run(options))


def add_store_argument(parser: argparse.ArgumentParser) -> None:
    """The store, in the same words for every kind."""
    parser.add_argument("--data", type=Path, default=None, help="the folder of the store")
