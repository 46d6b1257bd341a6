"""/brief: the brief of a site for whoever may read the numbers, as a page or as a Word document."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from api.brief_source import brief_of
from api.numbers import Counting
from api.report.brief import POLICY, html
from api.report.brief_words import languages, name_of
from api.source import GraphSource
from graph.errors import ParameterError
from synthesis.survey.brief import Brief

ADDRESS = "/brief/"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORMATS = ("html", "docx")
TAKES = ("language", "format")
HEADERS = {
    "Content-Security-Policy": f"{POLICY}; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
}
router = APIRouter(include_in_schema=False)


@router.get(ADDRESS + "{site:path}")
def site_brief(request: Request, site: str) -> Response:
    """The brief of a site that is named by id, name or code. Raises ParameterError, NotFound, NothingToCount."""
    language, form = _asked(request)
    source: GraphSource = request.app.state.source
    counting: Counting = request.app.state.counting
    with source.graph() as database:
        made = counting.over(database, lambda found: brief_of(database, found, site, language, source.folder))
    if form == "docx":
        from api.report.word import word
        from api.report.word_look import BRIEF

        name = f"brief-{made.site_id.rpartition('/')[2]}.docx"
        saved = {"Content-Disposition": f"attachment; filename=brief.docx; filename*=UTF-8''{quote(name)}"}
        return Response(word(html(made), BRIEF), media_type=WORD, headers=HEADERS | saved)
    return HTMLResponse(html(made, opens=_passages, ways=_ways(made)), headers=HEADERS)


def _asked(request: Request) -> tuple[str | None, str]:
    """Language and format. Raises ParameterError for another parameter, or another format."""
    for name, value in request.query_params.items():
        if name not in TAKES:
            raise ParameterError("brief", name, value, f"there is no such parameter. It takes: {', '.join(TAKES)}.")
    form = request.query_params.get("format", FORMATS[0])
    if form not in FORMATS:
        raise ParameterError("brief", "format", form, f'"{form}" is not one of {", ".join(FORMATS)}.')
    return request.query_params.get("language"), form


def _passages(influence_id: str) -> str:
    """Where the passages on an influence are."""
    return f"/explore/passages?{urlencode({'influence_ids': influence_id})}"


def _ways(made: Brief) -> list[tuple[str, str, str]]:
    """Ways from here, as (language, words, address): the survey, the document, and the other languages."""
    here = ADDRESS + quote(made.site_id, safe="")
    known = sorted({*languages(), *(tag.partition("-")[0] for tag in made.languages)})
    word = urlencode({"language": made.language, "format": "docx"})
    ways = [("en", "Survey", "/survey"), ("en", "Word document", f"{here}?{word}")]
    return ways + [(tag, name_of(tag), f"{here}?{urlencode({'language': tag})}") for tag in known]
