"""The first layer: a statement must be plainly one read-only statement before any engine sees it.

The text is cut into tokens that both engines cut alike; whatever they might read in two ways is refused: escapes beyond
the usual ones, signs outside ASCII, control characters. The engine gets the text without its comments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn

from graph.free.errors import StatementRefused
from graph.free.limits import MOST_DEPTH, MOST_RANGE, MOST_STATEMENT

FIRST = ("match", "optional", "unwind", "with", "return")
DENIED = {
    *("ALTER", "ATTACH", "BEGIN", "CALL", "CHECKPOINT", "COMMENT", "COMMIT", "COPY", "CREATE", "CSV", "DELETE"),
    *("DETACH", "DROP", "EXPORT", "FOREACH", "IMPORT", "INSERT", "INSTALL", "LOAD", "MERGE", "NODETACH", "REMOVE"),
    *("ROLLBACK", "SET", "SHOW", "TERMINATE", "TRANSACTIONS", "UNINSTALL", "USE"),
}
"""Words that begin what writes, calls, loads or leaves this graph, on either engine."""
NAMESPACES = {
    *("date", "datetime", "duration", "localdatetime", "localtime", "point", "time", "vector.similarity"),
}
"""What may stand before the dot of a function; everything else comes from plug-ins or from the server itself."""
TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n]+)
      | (?P<comment>//[^\r\n]*|/\*.*?\*/)
      | (?P<text>'(?:[^'\\]|\\[\\'"bfnrt])*'|"(?:[^"\\]|\\[\\'"bfnrt])*")
      | (?P<quoted>`[^`\\]+`)
      | (?P<parameter>\$[A-Za-z_][A-Za-z0-9_]*)
      | (?P<number>[0-9]+)
      | (?P<word>[A-Za-z_][A-Za-z0-9_]*)
      | (?P<sign>=~|/(?![/*])|[()\[\]{}<>=+\-*%^.,:|&!;])""",
    re.VERBOSE | re.DOTALL,
)
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
OPENING, CLOSING = "([{", ")]}"


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    at: int

    @property
    def upper(self) -> str:
        return self.text.upper() if self.kind == "word" else ""

    @property
    def name(self) -> str:
        """What an engine takes it for when it stands where a name stands; empty when it cannot."""
        return self.text.strip("`").lower() if self.kind in {"word", "quoted"} else ""


def vetted(statement: str, parameters: Mapping[str, object], engine: str) -> str:
    """The statement as an engine may see it: without comments and without its last semicolon.

    Raises StatementRefused with the place.
    """
    if len(statement) > MOST_STATEMENT:
        raise StatementRefused(f"it is longer than {MOST_STATEMENT:,} characters. Give long values as parameters.")
    if found := CONTROL.search(statement):
        _refuse(statement, found.start(), f"the character U+{ord(found[0]):04X} may not stand in it. Take it out.")
    tokens = list(_tokens(statement))
    said = [token for token in tokens if token.kind not in {"space", "comment"}]
    if said and said[-1].text == ";":
        said.pop()
    if not said or said[0].name not in FIRST or said[0].kind != "word":
        word = f'it begins with "{said[0].text[:40]}"' if said else "it is empty"
        known = f"{', '.join(FIRST[:-1])} or {FIRST[-1]}".upper().replace(" OR ", " or ")
        _refuse(statement, said[0].at if said else 0, f"{word}. A statement that reads begins with {known}.")
    _check_words(statement, said, engine)
    _check_depth(statement, said)
    _check_calls(statement, said, parameters)
    _check_given(statement, said, parameters)
    end = said[-1].at + len(said[-1].text)
    return "".join(_without_comment(token) for token in tokens if token.at < end)


def _tokens(statement: str) -> Iterator[_Token]:
    at = 0
    while at < len(statement):
        found = TOKEN.match(statement, at)
        if found is None:
            _refuse(statement, at, _unreadable(statement[at]))
        yield _Token(str(found.lastgroup), found[0], at)
        at = found.end()


def _unreadable(sign: str) -> str:
    if sign in "'\"`":
        return (
            f"what begins with {sign} does not end, or has an escape other than \\\\ \\' \\\" \\b \\f \\n \\r \\t. "
            "Write the character itself, or give the text as a parameter."
        )
    if sign == "$":
        return "behind $ stands the name of a parameter: letters, digits and _."
    if sign == "/":
        return "this comment does not end."
    return f'"{sign}" may not stand outside quotes. Put names with other letters in `backticks`.'


def _without_comment(token: _Token) -> str:
    """Blanks instead of a comment, so that places stay the same: engines do not all end comments alike."""
    return re.sub(r"[^\r\n]", " ", token.text) if token.kind == "comment" else token.text


def _check_words(statement: str, said: Sequence[_Token], engine: str) -> None:
    for token in said:
        if token.upper in DENIED:
            what = f"{token.upper} may not stand in it: free Cypher only reads this graph."
            _refuse(statement, token.at, f"{what} A name that is spelt so goes in `backticks`.")
        if token.text == ";":
            _refuse(statement, token.at, "it goes on behind a semicolon. Ask one statement at a time.")
        if token.text == "=~" and engine == "neo4j":
            instead = "Use CONTAINS, STARTS WITH or ENDS WITH, with toLower."
            _refuse(statement, token.at, f"this server cannot stop a regular expression that takes long. {instead}")


def _check_depth(statement: str, said: Sequence[_Token]) -> None:
    depth = 0
    for token in said:
        depth += (token.text in OPENING) - (token.text in CLOSING) if token.kind == "sign" else 0
        if depth > MOST_DEPTH:
            _refuse(statement, token.at, f"more than {MOST_DEPTH} brackets are open here. Take it apart using WITH.")


def _check_given(statement: str, said: Sequence[_Token], parameters: Mapping[str, object]) -> None:
    """One engine takes a parameter that was not given for null, the other one that it does not know for an error."""
    used = {token.text[1:]: token.at for token in said if token.kind == "parameter"}
    for name in used.keys() - parameters.keys():
        _refuse(statement, used[name], f"the parameter ${name} was not given.")
    for name in sorted(parameters.keys() - used.keys()):
        raise StatementRefused(f'the parameter "{name}" was given, and ${name} does not stand in it.')


def _check_calls(statement: str, said: Sequence[_Token], parameters: Mapping[str, object]) -> None:
    """Functions from elsewhere, and loops inside one expression: no engine looks at the clock in them."""
    for nth, token in enumerate(said):
        after = [one.text for one in said[nth + 1 : nth + 3]]
        if token.text == "[" and len(after) == 2 and after[1].upper() == "IN":
            _refuse(
                statement,
                token.at,
                "a list comprehension may not stand in it. Unwind the list, filter its rows, collect them.",
            )
        if not token.name or after[:1] != ["("]:
            continue
        if token.name == "reduce":
            _refuse(
                statement, token.at, "reduce may not stand in it. Unwind the list and use sum, min, max or collect."
            )
        if token.name == "range":
            _check_range(statement, token.at, said[nth + 2 :], parameters)
        if (space := _namespace(said, nth)) and space not in NAMESPACES:
            _refuse(statement, token.at, f"the functions of {space}. may not be called. Use those of Cypher itself.")


def _namespace(said: Sequence[_Token], nth: int) -> str:
    """What stands with dots before the name at `nth`, in lower case: `a.b` before the c of `a.b.c(`."""
    parts: list[str] = []
    while nth >= 2 and said[nth - 1].text == "." and said[nth - 2].name:
        nth -= 2
        parts.insert(0, said[nth].name)
    return ".".join(parts)


def _check_range(statement: str, at: int, behind: Sequence[_Token], parameters: Mapping[str, object]) -> None:
    """Raise unless the bounds are written out, or parameters, and not far apart."""
    bounds, sign, wants = [], 1, True
    for token in behind:
        if token.text == ")" and not wants:
            break
        if token.text == "-" and wants and sign == 1:
            sign = -1
        elif token.text == "," and not wants:
            wants, sign = True, 1
        elif wants and type(value := _whole(token, parameters)) is int:
            bounds.append(sign * value)
            wants = False
        else:
            bounds = []
            break
    if len(bounds) not in {2, 3}:
        _refuse(statement, at, "range takes two or three whole numbers, written out or as parameters.")
    first, last, step = (*bounds, 1)[:3]
    if step == 0 or abs(last - first) // abs(step) >= MOST_RANGE:
        _refuse(statement, at, f"a range may have {MOST_RANGE:,} numbers, and a step that is not 0.")


def _whole(token: _Token, parameters: Mapping[str, object]) -> object:
    if token.kind == "number":
        return int(token.text[:20])
    return parameters.get(token.text[1:]) if token.kind == "parameter" else None


def _refuse(statement: str, at: int, message: str) -> NoReturn:
    line = statement.count("\n", 0, at) + 1
    raise StatementRefused(message, line=line, column=at - (statement.rfind("\n", 0, at) + 1) + 1)
