"""Where keys come from: single presses on a terminal, lines of a pipe or file."""

from __future__ import annotations

import codecs
import os
import select
import signal
import termios
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import FrameType, TracebackType
from typing import Any, Protocol, Self, TextIO

from graph.errors import DecisionRefused

Prompt = Callable[[], object]
LEAVE = "\x04"
"""Ctrl-D."""
_SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGTSTP)


@dataclass(frozen=True)
class Pressed:
    """A key, or a number of several digits; `rest` is what stood behind it on its line, `text` all of that."""

    key: str
    rest: str = ""
    text: str = ""


class Keys(Protocol):
    """Keys of a person. `live`: somebody sees what is shown, and may press again when a key cannot be used."""

    live: bool
    place: str
    """Where the last key stood, for messages; "" on a terminal."""

    def fresh(self) -> None:
        """Forget what was pressed before the next passage was shown."""
        ...

    def key(self) -> Pressed | None:
        """The next key; null when there are no more."""
        ...

    def line(self, prompt: Prompt) -> str | None:
        """A whole line; null when there are no more. `prompt` is called where somebody sees what it shows."""
        ...


class LineKeys:
    """One key a line, with what belongs to it behind it: `e a note`, `/ training`. Blank lines are passed over."""

    live = False

    def __init__(self, stream: TextIO) -> None:
        self._lines: Iterator[tuple[int, str]] = enumerate(stream, start=1)
        self.place = ""

    def fresh(self) -> None:
        """Nothing is forgotten: what is piped was meant for what comes."""

    def key(self) -> Pressed | None:
        """The next line that is not blank."""
        while (text := self.line(None)) is not None:
            if text.isdecimal():
                return Pressed(text, "", text)
            if text:
                return Pressed(text[0], text[1:].strip(), text)
        return None

    def line(self, prompt: Prompt | None) -> str | None:
        """The next line; nobody is prompted."""
        del prompt
        number, text = next(self._lines, (0, None))
        if text is None:
            return None
        self.place = f"line {number}"
        return _utf8(text).strip()


class SingleKeys:
    """Single presses. The terminal is put back when the block is left, and whenever the process is stopped or ended."""

    live = True
    place = ""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._fd = stream.fileno()
        self._before = termios.tcgetattr(self._fd)
        self._single = False
        self._handlers: dict[int, Any] = {}

    def __enter__(self) -> Self:
        self._handlers = {number: signal.signal(number, self._stopped) for number in _SIGNALS}
        self._set(single=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._set(single=False)
        for number, handler in self._handlers.items():
            signal.signal(number, handler)

    def fresh(self) -> None:
        """Forget keys from before the passage was on the screen: nobody decides on what they did not see."""
        termios.tcflush(self._fd, termios.TCIFLUSH)

    def key(self) -> Pressed | None:
        """The next press; arrow keys and the like are passed over."""
        letters = codecs.getincrementaldecoder("utf-8")("replace")
        while byte := os.read(self._fd, 1):
            letter = letters.decode(byte)
            if letter == "\x1b":
                self._pass_over()
            elif letter == LEAVE:
                return None
            elif letter.strip():
                return Pressed(letter, "", letter)
        return None

    def line(self, prompt: Prompt) -> str | None:
        """A line, typed and corrected as the terminal does it; null after Ctrl-D."""
        self._set(single=False)
        try:
            prompt()
            text = self._stream.readline()
        finally:
            self._set(single=True)
        return _utf8(text).strip() if text else None

    def _pass_over(self) -> None:
        """The rest of an escape sequence, such as `[A` or `OP`: it comes at once, or the key was Escape itself."""
        begun = self._at_once()
        if begun in {b"[", b"O"}:
            while (byte := self._at_once()) and not b"@" <= byte <= b"~":
                pass

    def _at_once(self) -> bytes:
        return os.read(self._fd, 1) if select.select([self._fd], [], [], 0.02)[0] else b""

    def _set(self, *, single: bool) -> None:
        flags = [*self._before]
        if single:
            flags[3] &= ~(termios.ICANON | termios.ECHO)
            flags[6] = [*flags[6]]
            flags[6][termios.VMIN], flags[6][termios.VTIME] = 1, 0
        termios.tcsetattr(self._fd, termios.TCSADRAIN, flags)
        self._single = single

    def _stopped(self, number: int, frame: FrameType | None) -> None:
        """Give the terminal back, then let the signal do what it does; go on where it was when that was a pause."""
        del frame
        single = self._single
        self._set(single=False)
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)
        signal.signal(number, self._stopped)
        self._set(single=single)


def _utf8(text: str) -> str:
    """Text that came in whole; bytes that are no UTF-8 stand in it as lone surrogates. Raises DecisionRefused."""
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise DecisionRefused("What was typed or piped is not UTF-8 text.")
    return text
