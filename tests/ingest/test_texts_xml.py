"""JATS and TEI: blocks, sections, tables, citations, and every character at its place in the source."""

from __future__ import annotations

import pytest

from graph.documents import BlockKind, CitedWork, Section, StoredText, TextFormat, block_at, sources
from ingest.texts.read import text_of
from ingest.texts.store import from_plain, to_plain
from ingest.texts.trees import parse_xml

JATS = b"""<!DOCTYPE article PUBLIC "-//NLM//DTD JATS//EN" "nowhere.dtd">
<article xmlns:xlink="http://www.w3.org/1999/xlink" article-type="research-article" xml:lang="en"><front>
<journal-meta><journal-title-group><journal-title>A Journal</journal-title></journal-title-group></journal-meta>
<article-meta><article-id pub-id-type="pmid">1</article-id><article-id pub-id-type="doi">10.1000/Abc.1</article-id>
<title-group><article-title>Peer <italic>support</italic> &amp; pay</article-title></title-group>
<contrib-group><contrib><email>nobody@example.org</email></contrib></contrib-group>
<author-notes><corresp>Write to <email>nobody@example.org</email></corresp></author-notes>
<pub-date pub-type="epub"><year>2019</year></pub-date><pub-date pub-type="ppub"><year>2020</year></pub-date>
<abstract><sec><title>Methods</title><p>We asked peers.</p></sec></abstract>
<abstract abstract-type="graphical"><p>A picture.</p></abstract>
<kwd-group><kwd>peers</kwd><kwd>pay</kwd></kwd-group></article-meta></front>
<body><p>Some words before.</p>
<sec sec-type="methods"><title>How we worked</title><p>We counted<!-- not this --> all.</p>
<sec><title>Sample</title><p>Ten peers.</p></sec></sec>
<sec><title>3. Results</title>
<p>Pay helped.<sup><xref ref-type="bibr" rid="R1">1</xref>&#x2013;<xref
ref-type="bibr" rid="R3">3</xref></sup> They said:
<disp-quote><p>We were paid at last.</p></disp-quote> and went on
<list><list-item><label>a.</label><p>first</p></list-item>
<list-item><p>second</p></list-item></list> to the end.</p>
<fig id="F1"><label>Fig. 1</label><caption><p>A flow chart.</p></caption><graphic xlink:href="x.jpg"/></fig>
<table-wrap id="T1"><label>Table 1</label><caption><p>Sites.</p></caption>
<table><thead><tr><th rowspan="2">Site</th><th colspan="2">Peers</th></tr><tr><th>n</th><th>%</th></tr></thead>
<tbody><tr><td><p>Ward</p><p>A</p></td><td>5</td><td/></tr></tbody></table>
<table-wrap-foot><fn><p>n, number.</p></fn></table-wrap-foot></table-wrap>
<p>Price x<inline-formula><alternatives><tex-math>\\frac</tex-math></alternatives></inline-formula> &lt; 5.</p></sec>
<sec sec-type="conclusions"><title>In the end</title><p>All is well.</p></sec></body>
<back><ack><p>Thanks to all.</p></ack>
<ref-list><ref id="R1"><mixed-citation>Smith 2001</mixed-citation></ref></ref-list>
<app-group><app><title>Appendix</title><p>The questions.</p></app></app-group></back></article>"""

TEI = b"""<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader xml:lang="en"><fileDesc>
<titleStmt><title level="a">On pay</title></titleStmt>
<publicationStmt><date type="published" when="2021-03-04"/></publicationStmt>
<sourceDesc><biblStruct><monogr><title level="j">A Journal</title></monogr>
<idno type="DOI">10.1000/tei</idno></biblStruct></sourceDesc>
</fileDesc><profileDesc><textClass><keywords><term>peers</term></keywords></textClass>
<abstract><div><p>We asked.</p></div></abstract></profileDesc></teiHeader>
<text xml:lang="en"><body><div><head n="1">Introduction</head>
<p coords="1,10.0,20.0,30.0,8.0">Pay matters <ref type="bibr" target="#b0">[1]</ref>.</p></div>
<div><head n="2">Findings</head>
<p coords="2,10.0,20.0,30.0,8.0;2,1,2,3,4">It <hi rend="italic">helped</hi>.</p>
<figure type="table"><head>Table 1</head><figDesc>Sites.</figDesc>
<table><head>All of them</head><row role="label"><cell>Site</cell><cell>n</cell></row>
<row><cell cols="2">All</cell></row></table></figure></div></body>
<back><div type="references"><listBibl>
<biblStruct xml:id="b0"><analytic><title>Old</title></analytic></biblStruct></listBibl></div>
<div type="annex"><head>Annex</head><p>Questions.</p></div></back></text></TEI>"""


def words(stored: StoredText) -> list[tuple[str, str, str]]:
    return [(b.kind.value, b.section.value, stored.text[b.char_start : b.char_end]) for b in stored.blocks]


def in_source(content: bytes, stored: StoredText) -> None:
    """Every stored character that has a source stands there."""
    root = parse_xml(content, "x.xml")
    covered = set()
    for run in stored.runs:
        path = "".join(
            f"/{step}"
            if step.startswith("text()")
            else f"/*[local-name()='{step.partition('[')[0]}'][{step.partition('[')[2]}"
            for step in run.where.strip("/").split("/")
        )
        (node,) = root.xpath(path)
        end = run.source_start + run.char_end - run.char_start
        assert str(node)[run.source_start : end] == stored.text[run.char_start : run.char_end]
        covered |= set(range(run.char_start, run.char_end))
    ours = "".join(c for at, c in enumerate(stored.text) if at not in covered)
    assert not ours.strip()


def test_jats_blocks_stand_in_their_sections() -> None:
    stored = text_of(JATS, "texts/a.xml")
    assert stored.format is TextFormat.JATS
    assert words(stored) == [
        ("title", "other", "Peer support & pay"),
        ("heading", "abstract", "Methods"),
        ("paragraph", "abstract", "We asked peers."),
        ("paragraph", "background", "Some words before."),
        ("heading", "methods", "How we worked"),
        ("paragraph", "methods", "We counted all."),
        ("heading", "methods", "Sample"),
        ("paragraph", "methods", "Ten peers."),
        ("heading", "results", "3. Results"),
        ("paragraph", "results", "Pay helped.1\u20133 They said:"),
        ("quote", "results", "We were paid at last."),
        ("paragraph", "results", "and went on"),
        ("list_item", "results", "a. first"),
        ("list_item", "results", "second"),
        ("paragraph", "results", "to the end."),
        ("caption", "results", "Fig. 1 A flow chart."),
        ("caption", "results", "Table 1 Sites."),
        ("table", "results", "Site\tPeers\nn\t%\nWard A\t5"),
        ("note", "results", "n, number."),
        ("paragraph", "results", "Price x < 5."),
        ("heading", "discussion", "In the end"),
        ("paragraph", "discussion", "All is well."),
        ("heading", "other", "Appendix"),
        ("paragraph", "other", "The questions."),
    ]
    assert [block.heading for block in stored.blocks if stored.text[block.char_start :].startswith("Ten")] == ["Sample"]


def test_jats_characters_stand_in_the_source() -> None:
    in_source(JATS, text_of(JATS, "texts/a.xml"))


def test_jats_says_what_it_is_and_never_an_address() -> None:
    stored = text_of(JATS, "texts/a.xml")
    about = stored.about
    assert (about.title, about.doi, about.journal) == ("Peer support & pay", "10.1000/abc.1", "A Journal")
    assert (about.year, about.kind, about.keywords) == (2019, "research-article", ("peers", "pay"))
    assert dict(stored.counts) == {
        "sections": 4,
        "paragraphs": 14,
        "tables": 1,
        "abstracts": 1,
        "references dropped": 1,
    }
    assert "@" not in stored.text
    assert not any(word in stored.text for word in ("Smith", "Thanks", "frac", "not this", "picture"))


def test_jats_citations_are_marked() -> None:
    stored = text_of(JATS, "texts/a.xml")
    (citation,) = stored.citations
    assert stored.text[citation.char_start : citation.char_end] == "1\u20133"
    assert citation.targets == ("R1", "R3")


def test_table_keeps_its_cells() -> None:
    stored = text_of(JATS, "texts/a.xml")
    (table,) = stored.tables
    cells = [
        (c.row, c.column, c.rows, c.columns, c.header, stored.text[c.char_start : c.char_end]) for c in table.cells
    ]
    assert cells == [
        (0, 0, 2, 1, True, "Site"),
        (0, 1, 1, 2, True, "Peers"),
        (1, 1, 1, 1, True, "n"),
        (1, 2, 1, 1, True, "%"),
        (2, 0, 1, 1, False, "Ward A"),
        (2, 1, 1, 1, False, "5"),
        (2, 2, 1, 1, False, ""),
    ]
    block = block_at(stored, table.char_start)
    assert block is not None
    assert (block.kind, block.char_end) == (BlockKind.TABLE, table.char_end)


def test_quote_has_its_place_in_the_source() -> None:
    stored = text_of(JATS, "texts/a.xml")
    start = stored.text.index("all.")
    (run,) = sources(stored, start, start + 3)
    assert run.where == "/article[1]/body[1]/sec[1]/p[1]/text()[2]"
    assert run.source_start == 1
    assert not list(sources(stored, stored.text.index("We asked") - 2, stored.text.index("We asked")))


def test_undeclared_reference_of_html_is_read_and_others_are_told() -> None:
    text = text_of(
        b'<!DOCTYPE article SYSTEM "x.dtd"><article><body><p>a&nbsp;b &nonsense; c</p></body></article>', "a.xml"
    )
    assert text.text == "a\u00a0b  c"
    assert text.notes == ("references that nothing declares were left out: &nonsense;.",)


def test_tei_is_read_like_jats() -> None:
    stored = text_of(TEI, "texts/a.tei")
    assert stored.format is TextFormat.TEI
    assert words(stored) == [
        ("title", "other", "On pay"),
        ("paragraph", "abstract", "We asked."),
        ("heading", "background", "Introduction"),
        ("paragraph", "background", "Pay matters [1]."),
        ("heading", "results", "Findings"),
        ("paragraph", "results", "It helped."),
        ("caption", "results", "Table 1"),
        ("caption", "results", "Sites."),
        ("caption", "results", "All of them"),
        ("table", "results", "Site\tn\nAll"),
        ("heading", "other", "Annex"),
        ("paragraph", "other", "Questions."),
    ]
    in_source(TEI, stored)
    assert (stored.about.doi, stored.about.journal, stored.about.year) == ("10.1000/tei", "A Journal", 2021)
    assert [block.page for block in stored.blocks if block.kind is BlockKind.PARAGRAPH][1:3] == [1, 2]
    assert stored.count("references dropped") == 1
    assert [cell.header for cell in stored.tables[0].cells] == [True, True, False]
    assert stored.citations[0].targets == ("#b0",)


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("2.1. Methods", Section.METHODS),
        ("II. RESULTS AND DISCUSSION", Section.RESULTS),
        ("Materials & Methods:", Section.METHODS),
        ("Ergebnisse", Section.RESULTS),
        ("Résultats", Section.RESULTS),
        ("Discusión", Section.DISCUSSION),
        ("מבוא", Section.BACKGROUND),
        ("Matokeo", Section.RESULTS),
        ("Marejeleo", Section.REFERENCES),
        ("Conflicts of interest", Section.OTHER),
        ("Peers at work", None),
        ("Methodism in Wales", None),
    ],
)
def test_heading_opens_a_section_in_seven_languages(heading: str, section: Section | None) -> None:
    from ingest.texts.sections import section_of_heading

    assert section_of_heading(heading) is section


REFERENCES = b"""<ref-list><title>References</title>
<ref><label>1</label><citation-alternatives>
<element-citation><article-title>One <italic>trial</italic></article-title><year>2001a</year>
<pub-id pub-id-type="doi">https://doi.org/10.1000/ONE.</pub-id><pub-id pub-id-type="pmid">11</pub-id></element-citation>
<mixed-citation>One trial. 2001.</mixed-citation></citation-alternatives></ref>
<ref><mixed-citation>a <source>A book</source>, <year>1999</year></mixed-citation>
<mixed-citation>b <ext-link xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="http://dx.doi.org/10.1000/b">here</ext-link>
</mixed-citation></ref>
<ref-list><ref><mixed-citation>Two, <comment>doi: 10.1000/two</comment>. <pub-id pub-id-type="pmid">none</pub-id>
</mixed-citation></ref></ref-list></ref-list>"""
INNER = b"""<sub-article><back><ref-list><ref><mixed-citation>doi 10.1000/none</mixed-citation></ref></ref-list></back>
</sub-article>"""
GROBID = b"""<listBibl><biblStruct><analytic><title level="a">Old</title><idno type="DOI">10.1000/Old</idno>
<idno type="PMID">7</idno></analytic><monogr><title level="j">J</title><imprint><date type="published" when="1998-03"/>
</imprint></monogr></biblStruct><bibl>Plain, 10.1000/plain.</bibl></listBibl>"""


def test_reference_lists_are_kept_beside_the_text() -> None:
    before = text_of(JATS, "texts/a.xml")
    jats = JATS.replace(b"<app-group>", REFERENCES + b"<app-group>").replace(b"</article>", INNER + b"</article>")
    stored = text_of(jats, "texts/a.xml")
    assert stored.references == (
        CitedWork(),  # the entry that the article had: no field of it is told apart
        CitedWork("10.1000/one", "11", "One trial", 2001),
        CitedWork(None, None, "A book", 1999),
        CitedWork("10.1000/b"),
        CitedWork("10.1000/two"),
    )
    assert (stored.text, stored.sha256) == (before.text, before.sha256), "no character of the text changes"
    assert from_plain(to_plain(stored)) == stored


def test_reference_lists_of_tei() -> None:
    stored = text_of(TEI.replace(b"</listBibl>", b"</listBibl>" + GROBID), "texts/a.tei")
    assert stored.references == (
        CitedWork(title="Old"),
        CitedWork("10.1000/old", "7", "Old", 1998),
        CitedWork("10.1000/plain"),
    )
