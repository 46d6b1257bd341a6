"""The brief of a site: what it says and leaves out, hostile words, languages, the Word document, the address."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import docx
import pypdfium2
import pytest
from browser import NAMES
from desk_client import CONFIG
from fastapi.testclient import TestClient
from html_page import read
from http_client import client_of
from lxml.html import HtmlElement
from missing import missing
from side_by_side import side_by_side
from small_graph import node_rows
from survey_graph import WHY, survey_tables

from api.brief_source import brief_of, site_language
from api.report.brief import html
from api.report.brief_said import MOST_WORDS
from api.report.brief_words import Words, languages
from api.report.word import word
from graph.config import Config
from graph.fetch import fetch
from graph.ids import setting_id
from graph.survey import SYNTHETIC
from graph.tables import GraphTables
from synthesis.evidence import evidence
from synthesis.survey.brief import Brief, Missing, brief, most_of
from synthesis.survey.practice import practice
from synthesis.survey.questions import Ask, questions
from synthesis.survey.quoted import Known, quotes

HILL, LAKE, MILL = (setting_id("site", name) for name in ("Hill", "Lake", "Mill"))
STEERS = "\u202e"
EVIL = f'<script>alert(1)</script> "x" {{site}} {STEERS}&amp; \x07'
"""Words that would run, close an attribute, fill a frame of ours, turn the line round, or are no XML."""


def passage(number: int, **said: object) -> dict[str, object]:
    """A row as `passages_behind` gives it."""
    names = ("translation", "path", "sheet", "cell", "coded_cell", "page", "pointer", "char_start", "char_end")
    row: dict[str, object] = {**dict.fromkeys((*names, "language", "setting_id", "year")), "paper_id": "A"}
    row |= {"passage_id": f"p:{number}", "finding_id": f"f:{number}", "study_id": "SA", "influence_id": "training"}
    return {**row, "direction": "facilitator", "kind": "text", "quote": f"words {number}", **said}


PASSAGES = {
    "training": [
        passage(1, direction="facilitator", kind="note", paper_id="B", quote="B helps"),
        passage(2, direction="facilitator", paper_id="B", quote="B says it helps", setting_id="setting:service/clinic"),
        passage(3, direction="facilitator", paper_id="A", quote="A says it helps"),
        passage(4, direction="barrier", paper_id="A", quote="A says it hinders", translation="in translation"),
        passage(5, direction="facilitator", paper_id="F", quote="an excluded paper"),
        passage(6, direction="mixed", kind="cell", paper_id="C", quote="both"),
    ],
    "culture": [passage(7, influence_id="culture", direction="neutral", paper_id="D", quote="neither")],
}


def changed(tables: GraphTables, label: str, **values: dict[str, object]) -> GraphTables:
    """The tables with rows of one label changed, by the end of their ids."""
    rows = [row | values.get(re.split("[/:]", row["id"])[-1], {}) for row in tables.node(label).to_pylist()]
    return GraphTables({**tables.nodes, label: node_rows(label, rows)}, tables.edges)


@pytest.fixture(scope="module")
def tables() -> GraphTables:
    made = changed(survey_tables(), "Setting", hill={"income_group": "low"}, clinic={"income_group": "low"})
    about = {"definition": "Preparing people.", "includes": "initial training; certification"}
    return changed(made, "Influence", training=about)


def briefed(tables: GraphTables, site: str = HILL, language: str = "en", **passages: object) -> Brief:
    """The brief of a site over tables."""
    rows = passages or PASSAGES
    return brief(evidence(tables), practice(tables), site, rows, language)  # type: ignore[arg-type]


def text_of(page: str) -> str:
    root: HtmlElement = read(page)
    for part in root.xpath("//style | //head"):
        part.drop_tree()
    return " ".join(root.text_content().split())


def test_order_quotes_and_questions(tables: GraphTables) -> None:
    told = briefed(tables)
    assert [part.influence_id for part in told.parts] == ["training", "culture", "pay"], "low and often, then by rating"
    training = told.parts[0]
    assert [(one.number, one.direction, one.words) for one in training.quotes] == [
        (1, "barrier", "A says it hinders"),
        (2, "facilitator", "B says it helps"),
        (3, "mixed", "both"),
    ], "each direction once; of two the one from a setting like this; no excluded paper"
    assert [one.comparable for one in training.quotes] == [False, True, False]
    asked = {one.ask: one for one in training.questions}
    assert list(asked) == [Ask.LOW, Ask.FACILITATOR, Ask.MIXED, Ask.INCLUDES]
    assert (asked[Ask.FACILITATOR].papers, asked[Ask.FACILITATOR].quotes) == (2, (2,))
    assert asked[Ask.MIXED].quotes == (1, 3), "no paper says only that it hinders: what it says so stands with both"
    assert asked[Ask.INCLUDES].parts == ("initial training", "certification")


def test_unknown_is_listed_and_never_filled(tables: GraphTables) -> None:
    mill = {part.influence_id: part for part in briefed(tables, MILL).parts}
    assert Missing.NOT_SHOWN in mill["training"].missing
    assert Missing.NOT_RATED in mill["pay"].missing
    assert Missing.NOT_DEFINED in mill["culture"].missing
    assert Missing.NO_PASSAGE in mill["pay"].missing, "a paper reports it and no passage was given"
    assert Missing.NOTHING_THERE in mill["training"].missing, "of Mill no income group is known"
    hill = {part.influence_id: part for part in briefed(tables, HILL).parts}
    assert Missing.NOTHING_THERE not in hill["training"].missing
    assert {part.influence_id for part in briefed(tables, HILL, "he").parts if Missing.NO_WORDING in part.missing}


def test_page_says_numbers_with_what_they_are_of(tables: GraphTables) -> None:
    page = html(briefed(tables), review="my review")
    said = text_of(page)
    assert "3 of 5 (60 %; 23–88 %)" in said
    assert "1.50 (1.10–1.90), n 12; other site 3.00, 1 not shown" in said
    assert "Reported often and rated low here: Training (3 of 5; staff 1.50)" in said
    assert "Settings like this one (income group low): 5 of 6 papers; of 1 more nobody can say." in said
    assert "“B says it helps”" in said
    assert "“both”" not in said, "an entry of a table is no quote"
    assert "Translation: in translation" in said
    assert "--folder 'my review' --influence-id ID" in said
    assert "importance" not in said
    assert page.count(SYNTHETIC) == 1
    assert SYNTHETIC not in html(briefed(survey_tables(synthetic=False)))


def test_what_is_not_shown_is_in_no_part_of_the_page(tables: GraphTables) -> None:
    rows = [
        row if row["shown"] else row | {"mean": 1.237, "respondents": 2} for row in tables.node("Rating").to_pylist()
    ]
    broken = GraphTables({**tables.nodes, "Rating": node_rows("Rating", rows)}, tables.edges)
    for site in (HILL, LAKE, MILL):
        page = html(briefed(broken, site))
        assert "1.24" not in page
        assert "n\u00a02" not in page
    mill = text_of(html(briefed(broken, MILL)))
    assert "not shown: too few people" in mill
    assert WHY not in mill, "the reason is said in the language of the brief"


def test_hostile_words_are_words(tables: GraphTables) -> None:
    bad = changed(tables, "Influence", training={"name": EVIL, "definition": EVIL, "includes": EVIL})
    bad = changed(bad, "Setting", hill={"name": EVIL, "country": EVIL, "income_group": EVIL})
    bad = changed(bad, "Review", small={"title": EVIL})
    wording = json.dumps({"en": EVIL})
    bad = GraphTables(
        {
            **bad.nodes,
            "Item": node_rows("Item", [row | {"wording": wording} for row in bad.node("Item").to_pylist()]),
            "Instrument": node_rows("Instrument", [r | {"form": EVIL} for r in bad.node("Instrument").to_pylist()]),
        },
        bad.edges,
    )
    row = passage(1, quote=EVIL, translation=EVIL, language='"><script>', paper_id="A")
    made = briefed(bad, HILL, "en", training=[row], culture=[])
    page = html(made, opens=lambda id_: f'/x?"><script>{id_}', ways=[("en", EVIL, '"><script>')])
    assert page.count("<script") == 0
    assert STEERS not in page
    assert "{site}" in text_of(page), "a brace in words of the review fills nothing"
    names = [dict(one.attrib) for one in read(page).xpath("//*[@onload or @onclick or @style]")]
    assert names == []
    document = docx.Document(io.BytesIO(word(page)))
    assert any("alert(1)" in one.text for one in document.paragraphs)


def test_direction_without_room_for_a_passage_names_whose_they_are(tables: GraphTables) -> None:
    rows = [passage(1, direction="facilitator", paper_id="B"), passage(2, direction="mixed", paper_id="A")]
    told = next(part for part in briefed(tables, HILL, "en", training=rows).parts if part.influence_id == "training")
    asked = {one.ask: one for one in told.questions}
    assert [(asked[ask].quotes, asked[ask].sources) for ask in (Ask.FACILITATOR, Ask.MIXED)] == [((1,), ()), ((2,), ())]
    none = questions(told.literature, told.quotes, (), "", low=False)
    assert [one.sources for one in none] == [("Author B (2011)",), ("Author A (2010)",)]


def test_long_passage_is_cut_and_says_so(tables: GraphTables) -> None:
    page = text_of(html(briefed(tables, HILL, "en", training=[passage(1, quote="word " * 200)])))
    cut = re.search(r"“((?:word )+)… \[shortened\]”", page)
    assert cut is not None
    assert len(cut[1]) <= MOST_WORDS + 1


def test_long_passages_of_many_influences_are_fewer(tables: GraphTables) -> None:
    def shown(words: str, influences: int) -> int:
        rows = [passage(n, quote=words, direction=way) for n, way in enumerate(("barrier", "facilitator", "mixed"))]
        some = {f"i{at}": rows for at in range(influences)}
        return most_of(some, list(some), Known({"A": "A"}, {}, ()))  # type: ignore[arg-type]

    assert [shown("short", 3), shown("short", 12), shown("short", 20), shown("short", 60)] == [3, 3, 2, 1]
    assert [shown("long " * 99, 3), shown("long " * 99, 8), shown("long " * 99, 14)] == [3, 2, 1]


def test_eight_influences_with_long_passages_print_on_two_pages(tables: GraphTables, tmp_path: Path) -> None:
    chromium = next((found for name in NAMES if (found := shutil.which(name))), None)
    if chromium is None:
        missing("NO CHROMIUM: on how many pages a brief prints was NOT checked")
    told = briefed(tables, HILL, "de")
    rows = [
        passage(n, quote="Alle sagten es. " * 30, direction=way) for n, way in enumerate(("barrier", "facilitator"))
    ]
    about = {"definition": "Was damit gemeint ist. " * 6, "missing": (), "there": told.parts[0].literature}
    shown = quotes(rows, 2, 1, Known({"A": "Author A (2010)"}, {}, ()))
    parts = [replace(told.parts[0], quotes=shown, influence_id=f"i{at}", **about) for at in range(8)]  # type: ignore[arg-type]
    file = tmp_path / "brief.html"
    file.write_text(html(replace(told, parts=tuple(parts))), encoding="utf-8")
    pdf = tmp_path / "brief.pdf"
    print_ = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={pdf}"]
    subprocess.run([chromium, *print_, file.as_uri()], check=True, capture_output=True, timeout=120)
    assert len(pypdfium2.PdfDocument(pdf)) == 2


@pytest.mark.parametrize("language", languages())
def test_every_language_has_frames_of_the_english_ones(language: str) -> None:
    english, own = Words("en").own, Words(language).own
    assert set(own) <= set(english)
    for key, text in own.items():
        assert set(re.findall(r"{(\w+)}", text)) == set(re.findall(r"{(\w+)}", english[key])), key
    if language in {"en", "de", "fr", "es"}:
        assert set(own) == set(english)


@pytest.mark.parametrize("language", [*languages(), "de-AT", "pt"])
def test_page_in_every_language(tables: GraphTables, language: str) -> None:
    page = html(briefed(tables, HILL, language))
    root = read(page)
    assert root.get("lang") == language
    assert root.get("dir") == ("rtl" if language == "he" else "ltr")
    whole = language in {"en", "de", "fr", "es", "de-AT"}
    assert ("because there is no translation" in page) is not whole
    assert bool(root.xpath('//body//span[@lang="en"][not(ancestor::blockquote)]')) is not whole
    mean = "1,50" if language.partition("-")[0] in {"de", "fr", "es"} else "1.50"
    assert mean in page
    if language.startswith("de"):
        assert "Hier dürfen alle reden." in page, "items are quoted in the language of the brief"


def test_numbers_are_not_turned_round_in_hebrew(tables: GraphTables) -> None:
    root = read(html(briefed(tables, HILL, "he")))
    loose = list(root.xpath("//tbody//text()[contains(., '\u2013')]"))
    assert loose
    assert all(one.getparent().xpath('ancestor-or-self::bdi[@dir="ltr"]') for one in loose)


@pytest.mark.parametrize(("language", "turned"), [("en", False), ("he", True)])
def test_word_document_has_the_words_and_the_direction(tables: GraphTables, language: str, turned: bool) -> None:
    page = html(briefed(tables, HILL, language))
    content = word(page)
    document = docx.Document(io.BytesIO(content))
    said = "\n".join(one.text for one in document.paragraphs)
    assert SYNTHETIC in said
    assert "A says it hinders" in said
    (table,) = document.tables
    assert len(table.rows) == 1 + 3
    assert "1.50 (1.10–1.90)" in table.rows[1].cells[-1].text
    marked = document.element.xml
    assert (bool(re.search(r"<w:bidi/>", marked)), "w:bidiVisual" in marked) == (turned, turned)
    assert word(page) == content, "the same brief gives the same bytes"


@pytest.mark.neo4j
def test_brief_is_the_same_on_both_engines(tmp_path: Path, clean_neo4j: Config) -> None:
    with side_by_side(survey_tables(), tmp_path / "both", clean_neo4j) as pair:
        pages = [
            html(brief_of(database, evidence(fetch(database)), "Hill", "de", tmp_path))
            for database in (pair.embedded, pair.server)
        ]
    assert pages[0] == pages[1]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    from functools import partial

    from api.app import create_app
    from api.source import GraphSource
    from cli.desk import opened
    from cli.terminal import Terminal
    from graph.build import build

    folder = tmp_path_factory.mktemp("briefs")
    (folder / "review.toml").write_text('[review]\nid = "small"\ntitle = "A small review"\n', encoding="utf-8")
    (folder / "survey").mkdir()
    sites = "site;name;language\nh;Hill;de\nm;Mill;he\n"
    (folder / "survey" / "sites.csv").write_text(sites.replace(";", ","), encoding="utf-8")
    build(survey_tables(), folder, CONFIG)
    app = create_app(GraphSource(folder, CONFIG), opener=partial(opened, folder, Terminal(quiet=True)))
    with client_of(app) as open_client:
        yield open_client


def test_address_gives_the_page_in_the_language_of_the_site(served: TestClient) -> None:
    answer = served.get("/brief/setting%3Asite%2Fhill")
    assert answer.status_code == 200
    assert read(answer.text).get("lang") == "de"
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert read(served.get("/brief/Mill").text).get("dir") == "rtl"
    assert read(served.get("/brief/Lake").text).get("lang") == "en"
    assert read(served.get("/brief/Hill?language=fr").text).get("lang") == "fr"


def test_address_opens_influences_and_other_languages(served: TestClient) -> None:
    root = read(served.get("/brief/Hill").text)
    links = [str(one) for one in root.xpath("//h3/a/@href | //nav/a/@href") if str(one) != "/survey"]
    assert len(links) == 3 + 1 + len(languages())
    for link in links:
        assert served.get(link, headers={"accept": "text/html"}).status_code == 200, link
    document = served.get("/brief/Hill?format=docx")
    assert docx.Document(io.BytesIO(document.content)).tables
    assert document.headers["content-disposition"].startswith("attachment; filename=brief.docx;")


@pytest.mark.parametrize(
    ("address", "status", "slug"),
    [
        ("/brief/Hil", 404, "not-found"),
        ("/brief/Hill?format=pdf", 422, "parameter"),
        ("/brief/Hill?language=%22%3E", 422, "parameter"),
        ("/brief/Hill?site=Hill", 422, "parameter"),
        ("/brief/%00", 404, "not-found"),
    ],
)
def test_address_refuses_in_one_sentence(served: TestClient, address: str, status: int, slug: str) -> None:
    answer = served.get(address)
    assert (answer.status_code, answer.json()["type"]) == (status, f"/errors/{slug}")


def test_language_of_a_site_that_nobody_says_is_unknown(tmp_path: Path) -> None:
    assert site_language(tmp_path, HILL) is None
    (tmp_path / "survey").mkdir()
    (tmp_path / "survey" / "sites.csv").write_bytes(b"site,name,language\nh,Hill,not a tag!\nl,Lake,\nm,Mill,he\n")
    assert [site_language(tmp_path, site) for site in (HILL, LAKE, MILL)] == [None, None, "he"]


def test_two_versions_of_a_measure_are_told_apart(tables: GraphTables) -> None:
    told = briefed(tables)
    first = told.parts[0]
    (here,) = first.here
    older = replace(here, form=replace(here.form, version="0.9"), rating=replace(here.rating, wave="before"))
    both = replace(told, parts=(replace(first, here=(here, older)),), forms=(here.form, older.form))
    said = text_of(html(both))
    assert "House questions 1.0, staff 1.50" in said
    assert "House questions 0.9, staff, before 1.50" in said
    assert "House questions" not in text_of(html(told))


def test_site_that_nobody_asked_gets_the_literature_and_no_word_of_ratings(tables: GraphTables) -> None:
    ward = "setting:service/ward"
    made = changed(tables, "Setting", ward={"kind": "site", "country": None})
    told = briefed(made, ward)
    assert told.country == "X", "it is part of it"
    assert all(Missing.NOT_RATED in part.missing for part in told.parts)
    said = text_of(html(told))
    assert "No rating of this site is shown, so that what is low here is not known." in said
    assert "Not known of any influence: how it is here: nobody was asked" in said
    assert "Asked here" not in said
    assert "rated low here" not in said.replace("reported often and rated low here, then", "")
