"""LaTeX in BibTeX values -> Unicode: accents, letters, escaped signs, braces. What is not known stays as it is.

Not pylatexenc: it takes an unescaped `%` for a comment, and abstracts of some publishers hold such signs.
"""

from __future__ import annotations

import re
import unicodedata

_ACCENTS = {
    "`": "\u0300",
    "'": "\u0301",
    "^": "\u0302",
    "~": "\u0303",
    "=": "\u0304",
    "u": "\u0306",
    ".": "\u0307",
    '"': "\u0308",
    "r": "\u030a",
    "H": "\u030b",
    "v": "\u030c",
    "d": "\u0323",
    "c": "\u0327",
    "k": "\u0328",
    "b": "\u0331",
}
_LETTERS = {
    "ss": "\u00df",
    "o": "\u00f8",
    "O": "\u00d8",
    "l": "\u0142",
    "L": "\u0141",
    "ae": "\u00e6",
    "AE": "\u00c6",
    "oe": "\u0153",
    "OE": "\u0152",
    "aa": "\u00e5",
    "AA": "\u00c5",
    "i": "\u0131",
    "j": "\u0237",
    "dh": "\u00f0",
    "th": "\u00fe",
    "textendash": "\u2013",
    "textemdash": "\u2014",
    "textquoteright": "\u2019",
    "textquoteleft": "\u2018",
    "textquotedblleft": "\u201c",
    "textquotedblright": "\u201d",
    "textquotesingle": "'",
    "textasciitilde": "~",
    "textbackslash": "\\",
    "textregistered": "\u00ae",
    "texttrademark": "\u2122",
    "textless": "<",
    "textgreater": ">",
    "textbar": "|",
    "textunderscore": "_",
    "textdegree": "\u00b0",
    "alpha": "\u03b1",
    "beta": "\u03b2",
    "gamma": "\u03b3",
    "delta": "\u03b4",
    "kappa": "\u03ba",
    "mu": "\u03bc",
    "pm": "\u00b1",
    "times": "\u00d7",
    "leq": "\u2264",
    "geq": "\u2265",
    "ldots": "\u2026",
    "dots": "\u2026",
}
_ACCENT = re.compile(r"""\\(?:([`'^~=."])|([uvHrdckb])(?=[\s{\\]))\s*(?:\{\s*(\\?[A-Za-z])\s*\}|(\\[ij]\b|[A-Za-z]))""")
_LETTER = re.compile(r"\\(" + "|".join(sorted(_LETTERS, key=len, reverse=True)) + r")(?![A-Za-z])(?:\{\}|\s)?")
_SIGN = re.compile(r"\\([&%$#_{}])")
_SHAPES = re.compile(
    r"\\(?:textit|textbf|emph|textrm|textsc|textsuperscript|textsubscript|mathrm|ensuremath|mbox)\s*(?=\{)"
)
_HELD = {"{": "\ue000", "}": "\ue001"}


def from_latex(text: str) -> str:
    """A BibTeX value as plain text. Nothing but markup goes: `50\\%` -> `50%`, and `50%` stays."""
    if "\\" not in text and "{" not in text and "}" not in text:
        return text
    text = _ACCENT.sub(_accented, text)
    text = _LETTER.sub(lambda match: _LETTERS[match[1]], text)
    text = _SHAPES.sub("", text)
    text = _SIGN.sub(lambda match: _HELD.get(match[1], match[1]), text)
    text = text.replace("{", "").replace("}", "")
    return text.replace(_HELD["{"], "{").replace(_HELD["}"], "}")


def _accented(match: re.Match[str]) -> str:
    letter = (match[3] or match[4]).removeprefix("\\")
    return unicodedata.normalize("NFC", letter + _ACCENTS[match[1] or match[2]])
