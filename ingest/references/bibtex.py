"""BibTeX: `@article{key, title = {...}}`, with what exporters write instead.

Own grammar, because bibtexparser 2.1 drops a block whose braces do not close, and real exports hold such blocks.
Source: BibTeX format as described by O. Patashnik, "BibTeXing" (1988).
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from dataclasses import dataclass, field

from ingest.references.assemble import Layout
from ingest.references.latex import from_latex
from ingest.references.record import Entry, Parsed, Remark
from ingest.references.types import TYPES

LAYOUT = Layout(
    "bibtex",
    {
        "type": ("@",),
        "title": ("title",),
        "authors": ("author", "editor"),
        "year": ("year", "date"),
        "doi": ("doi", "@key", "note"),
        "pmid": ("pmid",),
        "journal": ("journal", "journaltitle", "booktitle", "series", "school", "institution"),
        "volume": ("volume",),
        "issue": ("number", "issue"),
        "pages": ("pages", "article-number", "art_number"),
        "abstract": ("abstract",),
        "language": ("language", "langid"),
        "urls": ("url",),
        "keywords": ("keywords", "keyword", "key words"),
    },
    TYPES,
    split={"authors": r"\s+and\s+", "keywords": r"\s*;\s*|,\s+"},
    notes=("note", "annote"),
)
_BEGIN = re.compile(r"^[ \t]*@[ \t]*([A-Za-z]+)[ \t]*([{(])", re.MULTILINE)
_NAME = re.compile(r"\s*+,?\s*+([A-Za-z][\w .:+/-]*+)\s*+=\s*+")
_KEY = re.compile(r"\s*+([^,={}\"\n]*+)\s*+(?=[,})])")
_LINE_FIELD = re.compile(r"^\s*([A-Za-z][\w-]*)\s*=\s*(.*)$")
_BARE = re.compile(r"[^\s,{}\"#]+")
_NOT_RECORDS = {"comment", "preamble"}
MOST_LOOKALIKES = 20
"""Lines inside one value that may look like the beginning of an entry; behind them an open brace is not sought."""
MOST_REPLACED = 10_000_000
"""Characters that the macros of a file may add: macros of macros make gigabytes of a kilobyte."""


class _Broken(Exception):
    """An entry whose braces or quotes do not close."""


@dataclass
class _Macros:
    """What @string defines, by name without case, and how many characters they may still add."""

    known: dict[str, str] = field(default_factory=dict)
    left: int = MOST_REPLACED

    def of(self, word: str) -> str:
        """What a bare word stands for."""
        said = self.known.get(word.casefold())
        if said is None:
            return word
        self.left -= len(said)
        if self.left < 0:
            raise _Broken(f"its macros make more than {MOST_REPLACED:,} characters.")
        return said


def read_bibtex(text: str) -> Parsed:
    """The entries of a BibTeX file. A broken one is read line by line and told; a repeated key is told too."""
    parsed = Parsed()
    starts = [found.start() for found in re.finditer("\n", text)]
    macros = _Macros()
    keys: dict[str, int] = {}
    begins = list(_BEGIN.finditer(text))
    done = 0
    for number, begin in enumerate(begins):
        if begin.start() < done:
            continue  # a line inside a value that looks like an entry
        limit = begins[number + 1].start() if number + 1 < len(begins) else len(text)
        line = bisect_right(starts, begin.start()) + 1
        _outside(parsed, text[done : begin.start()], bisect_right(starts, done) + 1)
        kind = begin[1].casefold()
        far = number + 1 + MOST_LOOKALIKES
        reach = (begin.end(), begins[far].start() if far < len(begins) else len(text))
        try:
            fields, key, done = _entry(text, reach, ")" if begin[2] == "(" else "}", macros)
            repairs: list[str] = []
        except _Broken as broken:
            fields, key, done = _by_lines(text[begin.end() : limit]), "", limit
            repairs = [f"{broken} It was read line by line."]
        raw = text[begin.start() : done].strip()
        if kind == "string":
            macros.known |= {name.casefold(): value for name, value in fields}
        elif kind not in _NOT_RECORDS:
            _add(parsed, (line, raw, kind, key), fields, repairs, keys)
    _outside(parsed, text[done:], bisect_right(starts, done) + 1)
    return parsed


def _add(
    parsed: Parsed,
    place: tuple[int, str, str, str],
    fields: list[tuple[str, str]],
    repairs: list[str],
    keys: dict[str, int],
) -> None:
    line, raw, kind, key = place
    if not fields:
        parsed.refused.append(Remark(line, f'the entry "{key}" holds no fields.', raw))
        return
    if key and key in keys:
        repairs.append(f'its key "{key}" is that of line {keys[key]} too; both are kept.')
    keys.setdefault(key, line)
    named = [(name.casefold(), html.unescape(from_latex(value))) for name, value in fields]
    parsed.entries.append(Entry(line, raw, [("@", kind), *([("@key", key)] if key else []), *named], repairs))


def _outside(parsed: Parsed, text: str, line: int) -> None:
    """Text between entries is a comment by the standard; it is told all the same."""
    if text.strip():
        first = next(at for at, found in enumerate(text.split("\n")) if found.strip())
        said = text.strip()
        parsed.notes.append(Remark(line + first, f'text stands outside entries: "{said[:60]}".', said))


def _entry(text: str, reach: tuple[int, int], closing: str, macros: _Macros) -> tuple[list[tuple[str, str]], str, int]:
    """Fields, key and end of the entry whose brace opened before `reach`."""
    key, (at, most) = "", reach
    comma = _KEY.match(text, at)
    if comma:
        key, at = comma[1].rstrip(), comma.end()
    fields: list[tuple[str, str]] = []
    while True:
        end = re.compile(r"[\s,]*" + re.escape(closing)).match(text, at)
        if end:
            return fields, key, end.end()
        name = _NAME.match(text, at)
        if name is None:
            raise _Broken(
                f'after "{text[max(0, at - 20) : at].strip()}" stands neither a field nor the end of the entry.'
            )
        value, at = _value(text, (name.end(), most), macros)
        fields.append((name[1].rstrip(), value))


def _value(text: str, reach: tuple[int, int], macros: _Macros) -> tuple[str, int]:
    at, most = reach
    parts: list[str] = []
    while True:
        if text[at : at + 1] == "{":
            end = _closing(text, at, most)
            parts.append(text[at + 1 : end])
            at = end + 1
        elif text[at : at + 1] == '"':
            end = _quote(text, at + 1, most)
            parts.append(text[at + 1 : end])
            at = end + 1
        else:
            bare = _BARE.match(text, at)
            if bare is None:
                return "".join(parts), at  # `volume = ,`
            parts.append(macros.of(bare[0]))
            at = bare.end()
        joint = re.compile(r"\s*#\s*").match(text, at)
        if joint is None:
            return "".join(parts), at
        at = joint.end()


_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)


def _closing(text: str, at: int, most: int) -> int:
    """The brace that closes the one at `at`; the next entry must not begin before it."""
    depth = 0
    for found in _BRACE.finditer(text, at, most):
        if found[0] == "{":
            depth += 1
        elif found[0] == "}":
            depth -= 1
            if depth == 0:
                if _BEGIN.search(text, at, found.start()) and re.search(
                    r"\n@\w+\{[^\n]*,\s*\n", text[at : found.start()]
                ):
                    break
                return found.start()
    raise _Broken("a brace is not closed.")


def _quote(text: str, at: int, most: int) -> int:
    depth = 0
    for found in re.compile(r'\\.|[{}"]', re.DOTALL).finditer(text, at, most):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if found[0] == '"' and depth <= 0:
            return found.start()
    raise _Broken("a quotation mark is not closed.")


def _by_lines(body: str) -> list[tuple[str, str]]:
    """Fields of a broken entry: each `name = ` at the beginning of a line begins one."""
    fields: list[tuple[str, str]] = []
    for line in body.split("\n"):
        match = _LINE_FIELD.match(line)
        if match:
            fields.append((match[1], match[2]))
        elif fields and line.strip() not in {"}", ")"}:
            fields[-1] = fields[-1][0], f"{fields[-1][1]}\n{line}"
    return [(name, re.sub(r"^[{\"]|[}\"]?\s*,?\s*$", "", value.strip())) for name, value in fields]
