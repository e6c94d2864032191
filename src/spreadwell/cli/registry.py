"""Every command, its module and its line in the overview."""

import importlib
import importlib.util
from dataclasses import dataclass
from types import ModuleType

PACKAGE = "spreadwell.cli.commands"


@dataclass(frozen=True, slots=True)
class Command:
    """A command; ``passes_on`` names the option that takes all arguments as they are."""

    name: str
    module: str
    help: str
    passes_on: str | None = None

    @property
    def is_installed(self) -> bool:
        """Whether this installation holds the command's module."""
        return importlib.util.find_spec(f"{PACKAGE}.{self.module}") is not None

    def load(self) -> ModuleType:
        """Import the command's module, and only that."""
        return importlib.import_module(f"{PACKAGE}.{self.module}")


COMMANDS: tuple[Command, ...] = (
    Command("demo", "demo", "load the North West London example and open it in a browser"),
    Command("chart", "chart", "control, run and funnel charts of readings"),
    Command("effect", "effect", "the effect of an innovation on the sites that adopted it"),
    Command("pool", "pool", "effects of several sites pooled, with the range for a next site"),
    Command(
        "prioritise", "prioritise",
        "scores of many people to a shortlist, with how sure each place is",
    ),
    Command("measures", "measures", "check definitions of measures before they are loaded"),
    Command("import", "import_", "bring files into the store"),
    Command("export", "export", "write files out of the store"),
    Command("serve", "serve", "run the web server"),
    Command("worker", "worker", "run the jobs behind the web server"),
    Command("remind", "remind", "send everybody what waits for them, at the rhythm each chose"),
    Command("backup", "backup", "write the store and its files into one file"),
    Command("restore", "restore", "bring a store back from a backup"),
    Command("manage", "manage", "run one of Django's own commands", passes_on="arguments"),
    Command(
        "test", "test", "run every check and test; further arguments go to pytest",
        passes_on="pytest",
    ),
)  # fmt: skip


def installed() -> dict[str, Command]:
    """The commands of this installation by name."""
    return {command.name: command for command in COMMANDS if command.is_installed}
