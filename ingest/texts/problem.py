"""What is wrong with a text file, in one line that says what to do."""

from __future__ import annotations

from graph.errors import SynthesisError


class TextError(SynthesisError):
    """A text cannot be read, or cannot be given to a paper. One line for each file; the others go on."""

    slug = "text"

    def __init__(self, path: str, message: str, *, rule: str = "text", fix: str = "") -> None:
        super().__init__(f"{path}: {message}" + (f" {fix}" if fix else ""))
        self.path = path
        self.rule = rule
        self.fix = fix
