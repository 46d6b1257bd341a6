"""A brief as one HTML page that needs nothing else; the Word document is made from it (api/report/word.py)."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from shlex import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from api.page.render import direction_of, shown, sign
from api.report.brief_said import MOST_ROOMY, Said
from api.report.brief_strips import bar, strip
from api.report.brief_words import ENGLISH
from graph import version
from graph.survey import SYNTHETIC
from synthesis.survey.brief import Brief

HERE = Path(__file__).parent / "templates"
STYLE = (HERE / "brief.css").read_text(encoding="utf-8")
_HASH = base64.b64encode(hashlib.sha256(f"\n{STYLE}\n".encode()).digest()).decode()
POLICY = f"default-src 'none'; style-src 'sha256-{_HASH}'; img-src data:; base-uri 'none'; form-action 'none'"
"""What the page may load: nothing. Its one style is known by its hash."""


def html(
    brief: Brief,
    *,
    review: str | None = None,
    opens: Callable[[str], str] | None = None,
    ways: Sequence[tuple[str, str, str]] = (),
) -> str:
    """The page. `review`: the folder as a command can name it.

    On a server `opens` gives the address of the passages on an influence, `ways` are links (language, words, address).
    """
    made = Said(brief)
    rule = {"often": f"{100 * brief.rule.often:.0f} %", "margin": f"{100 * brief.rule.margin:.0f} %"}
    command = (
        f"narragraph query passages_behind{'' if review is None else f' --folder {quote(review)}'} --influence-id ID"
    )
    said = {
        "brief": brief,
        "made": made,
        "say": made.say,
        "rule": rule,
        "command": command,
        "opens": opens,
        "ways": ways,
        "style": Markup(STYLE),  # noqa: S704  (ours)
        "policy": POLICY,
        "version": version(),
        "direction": made.words.direction,
        "synthetic": SYNTHETIC if brief.synthetic else None,
        "english": made.words.language == ENGLISH,
        "like_here": any(part.there is not None and (part.there.of or part.there.papers) for part in brief.parts),
        "dense": len(brief.parts) > MOST_ROOMY,
        "bar": bar,
        "strip": strip,
    }
    return _environment().get_template("brief.html").render(said)


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    filters: dict[str, Callable[..., object]] = {"words": shown, "sign": sign, "dir": direction_of}
    made.filters |= filters
    return made
