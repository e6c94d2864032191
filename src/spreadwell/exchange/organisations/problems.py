"""What is wrong with files that are loaded as one set."""

from collections.abc import Sequence

from spreadwell.formats.problems import FileProblem


class FilesProblem(Exception):
    """Something is wrong in one file or several; carries a `FileProblem` for each."""

    def __init__(self, problems: Sequence[FileProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, problems)))
