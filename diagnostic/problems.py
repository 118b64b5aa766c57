"""What is wrong with a content file, said so that its author can mend it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: where it is, what it is, what to do."""

    file: str
    line: int
    """Counted from 1."""
    column: int | str
    """Counted from 1 in a text, or the name of a table's column."""
    cause: str
    cure: str

    def __str__(self) -> str:
        column = f"« {self.column} »" if isinstance(self.column, str) else self.column
        return f"{self.file}, ligne {self.line}, colonne {column} : {self.cause} {self.cure}"


class ContentRefused(Exception):
    """A content file with faults; all of them at once."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
