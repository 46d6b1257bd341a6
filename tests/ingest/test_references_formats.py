"""Formats other than RIS: each with a sound record, and with what real exports of it get wrong."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import ReferencesError
from ingest.references.latex import from_latex
from ingest.references.read import read_content
from ingest.references.record import FileRead, Mark, MarkKind, Record


def read(text: str, name: str) -> FileRead:
    return read_content(text.encode(), name)


def only(text: str, name: str) -> Record:
    (record,) = read(text, name).records
    return record


MEDLINE = """
PMID- 31177310
OWN - NLM
TI  - A title that goes
      on here.
PG  - 285-293
LID - 10.1007/s00127-019-01739-1 [doi]
AID - S0140 [pii]
FAU - Doe, Jane
AU  - Doe J
LA  - eng
PT  - Journal Article
DP  - 2020 Mar
TA  - Soc Psych
JT  - Social psychiatry
OT  - peer support
MH  - Humans

PMID- 2
TI  - Second
"""


def test_medline() -> None:
    first, second = read(MEDLINE, "x.nbib").records
    assert (
        first.title,
        first.doi,
        first.pmid,
        first.year,
        first.journal,
        first.authors,
        first.keywords,
        first.type,
    ) == (
        *("A title that goes on here.", "10.1007/s00127-019-01739-1", "31177310", 2020, "Social psychiatry"),
        *(("Doe, Jane",), ("peer support", "Humans"), "article-journal"),
    )
    assert ("AU", "Doe J") in first.other
    assert (second.title, second.line) == ("Second", 19)


PUBMED = """<?xml version="1.0"?><!DOCTYPE PubmedArticleSet PUBLIC "x" "https://dtd.nlm.nih.gov/x.dtd">
<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID Version="1">5</PMID><Article><Journal><JournalIssue>
<Volume>1</Volume><Issue>2</Issue><PubDate><Year>2019</Year></PubDate></JournalIssue><Title>J</Title></Journal>
<ArticleTitle>On <i>E. coli</i> &amp; more</ArticleTitle><Pagination><MedlinePgn>5-9</MedlinePgn></Pagination>
<Abstract><AbstractText Label="AIMS">Why.</AbstractText><AbstractText Label="RESULTS">That.</AbstractText></Abstract>
<AuthorList><Author><LastName>Doe</LastName><ForeName>Jane</ForeName><AffiliationInfo><Affiliation>Town</Affiliation>
</AffiliationInfo></Author><Author><CollectiveName>The Group</CollectiveName></Author></AuthorList>
</Article></MedlineCitation><PubmedData><ArticleIdList><ArticleId IdType="pubmed">5</ArticleId>
<ArticleId IdType="doi">10.1000/own</ArticleId></ArticleIdList><ReferenceList><Reference>
<Citation>Other</Citation><ArticleIdList>
<ArticleId IdType="doi">10.1000/cited</ArticleId></ArticleIdList></Reference></ReferenceList>
</PubmedData></PubmedArticle>
<PubmedArticle><MedlineCitation><PMID>6</PMID></MedlineCitation>
"""


def test_pubmed_xml_keeps_its_own_doi_and_refuses_what_is_cut_off() -> None:
    found = read(PUBMED, "x.xml")
    (record,) = found.records
    assert (record.title, record.doi, record.pmid, record.year, record.pages, record.authors) == (
        *("On E. coli & more", "10.1000/own", "5", 2019, "5-9"),
        ("Doe, Jane", "The Group"),
    )
    assert record.abstract == "AIMS: Why.\nRESULTS: That."
    assert ("PubmedData/ReferenceList/Reference", "Other doi:10.1000/cited") in record.other
    (refused,) = found.report.refused
    assert (refused.line, "not closed" in refused.message) == (13, True)


def _endnote(*records: str) -> str:
    return f'<?xml version="1.0"?><xml><records>{"".join(records)}</records></xml>'


TITLE = '<titles><title><style face="bold">A</style> b</title></titles>'
SOUND = f'<record><ref-type name="Journal Article">17</ref-type>{TITLE}</record>'


def test_endnote_xml_with_a_broken_record_keeps_the_others() -> None:
    found = read(_endnote(SOUND, "\n<record><titles><title>X</titles></record>", SOUND.replace("b<", "c<")), "x.xml")
    assert [record.title for record in found.records] == ["A b", "A c"]
    assert [refused.line for refused in found.report.refused] == [2]
    assert (found.report.seen, found.report.read) == (3, 2)


def test_signs_that_xml_forbids_are_mended_and_told() -> None:
    found = read(_endnote(SOUND.replace(" b", " R&D \x0b&nbsp;&#x1F;b")), "x.xml")
    assert found.records[0].title == "A R&D b"
    assert found.report.repaired == 1


def test_xml_bomb_is_refused() -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>' + _endnote(SOUND)[21:]
    with pytest.raises(ReferencesError, match="entities of its own"):
        read(bomb, "x.xml")


@pytest.mark.parametrize(("name", "text"), [("x.xml", "<article><front/></article>"), ("x.pdf", "%PDF-1.7")])
def test_full_text_is_told_where_it_belongs(name: str, text: str) -> None:
    with pytest.raises(ReferencesError, match=r"it is a full text, not a list of references\. Put it into texts/"):
        read(text, name)


def test_web_of_science_tagged_and_as_a_table() -> None:
    tagged = (
        "FN Clarivate\nVR 1.0\nPT J\nAU Doe, J\n   Roe, R\nTI A long\n   title\nSO J\nDT Article\nBP 1\nEP 5\nPY 2020\n"
    )
    tagged += "ER\n\nPT J\nTI B\nEF"
    first, second = read(tagged, "savedrecs.txt").records
    assert (first.title, first.authors, first.pages, first.type) == (
        "A long title",
        ("Doe, J", "Roe, R"),
        "1-5",
        "article-journal",
    )
    assert "no ER line" in read(tagged, "x.txt").report.repairs[0].message
    assert second.title == "B"
    table = only("PT\tAU\tTI\tSO\tPY\tBP\tEP\nJ\tDoe, J; Roe, R\tA\tJ\t2020\t1\t5\n", "x.txt")
    assert (table.authors, table.year, table.pages) == (("Doe, J", "Roe, R"), 2020, "1-5")


def test_endnote_tagged() -> None:
    first, second = read(
        "%0 Journal Article\n%T A\n%A Doe, J\n%D 2020\n%X One.\n\nTwo.\n%U u\n\n%0 Book\n%T B\n", "x.enw"
    ).records
    assert (first.title, first.year, first.abstract, second.type) == ("A", 2020, "One.\nTwo.", "book")


BIB = r"""@string{jp = {Journal of Peers}}
@comment{ignored}
@Article{a, title = {The {W}ard: 50% of \"{U}bungen \& more},
  author = "M{\"u}ller, J and Doe, Jane", journal = jp # { B},
  year = 2019, doi = {10.1007/999-9\_3}, month = mar}
@article{a, title = {A second one}, year = {2020}}
@book(b, title = {With round brackets},)
@misc{broken, title = {Not closed, year = {2020},
  author = {Roe, R}
@misc{after, title = {Still read}}
"""


def test_bibtex_with_macros_repeated_keys_and_broken_braces() -> None:
    found = read(BIB, "x.bib")
    titles = [record.title for record in found.records]
    assert titles == ["The Ward: 50% of Übungen & more", "A second one", "With round brackets", None, "Still read"]
    first = found.records[0]
    assert (first.authors, first.journal, first.year, first.doi) == (
        ("Müller, J", "Doe, Jane"),
        "Journal of Peers B",
        2019,
        "10.1007/999-9_3",
    )
    told = [(remark.line, remark.message) for remark in found.report.repairs]
    assert told[0] == (6, 'its key "a" is that of line 3 too; both are kept.')
    assert "read line by line" in told[1][1]
    assert found.records[3].authors == ("Roe, R",)


@pytest.mark.parametrize(
    ("latex", "plain"),
    [
        (r"\'{e}t\'e {\'E}t\'{\i}", "été Étí"),
        (r"{\ss} \o{} \c{c}\v{s} \H{o}", "ß ø çš ő"),
        (r"a \& b \_ \% 5%", "a & b _ % 5%"),
        (r"\unknown{x}", r"\unknownx"),
        ("{A} {{B}}", "A B"),
    ],
)
def test_latex(latex: str, plain: str) -> None:
    assert " ".join(from_latex(latex).split()) == plain


@given(st.text(alphabet=st.characters(blacklist_characters="\\{}", blacklist_categories=("Cs",))))
def test_text_without_markup_is_left_as_it_is(text: str) -> None:
    assert from_latex(text) == text


RAYYAN = (
    'key,title,year,authors,journal,abstract,notes,doi,pubmed_id\n1,"T",2020,"Doe, J and Roe, R",J,Abs,"{}",10.1/x,5\n'
)
NOTES = (
    'old note | RAYYAN-INCLUSION: {""Ann""=>""Included"", ""Bob B.""=>""Excluded""}'
    " | RAYYAN-LABELS: UK,__EXR__not adults"
    ' | RAYYAN-EXCLUSION-REASONS: wrong population,foreign language | USER-NOTES: {""Ann""=>[""look again""]}'
)


def test_rayyan_says_who_decided_what_and_why() -> None:
    record = only(RAYYAN.format(NOTES), "articles.csv")
    assert record.marks == (
        Mark("rayyan", MarkKind.DECISION, "Included", "Ann"),
        Mark("rayyan", MarkKind.DECISION, "Excluded", "Bob B."),
        Mark("rayyan", MarkKind.LABEL, "UK"),
        Mark("rayyan", MarkKind.REASON, "not adults"),
        Mark("rayyan", MarkKind.REASON, "wrong population"),
        Mark("rayyan", MarkKind.REASON, "foreign language"),
        Mark("rayyan", MarkKind.NOTE, "look again", "Ann"),
    )
    assert (record.pmid, record.authors, record.format) == ("5", ("Doe, J", "Roe, R"), "rayyan csv")
    notes = NOTES.replace('""', '"')
    assert only(f"TY  - JOUR\nTI  - T\nN1  - {notes}\nER  - ", "x.ris").marks == record.marks


def test_covidence_says_its_reason_and_tags() -> None:
    head = "Title,Authors,Abstract,Published Year,Journal,Volume,Issue,Pages,DOI,Covidence #,Study,Notes,Tags"
    row = 'T,"Doe, J.; Roe, R.",A,2020,J,1,2,3-4,,#12,Doe 2020,"Exclusion reason: Wrong population; ",ward; pay'
    record = only(f"{head}\n{row}\n", "x.csv")
    assert record.format == "covidence csv"
    assert [(mark.kind.value, mark.value) for mark in record.marks] == [
        ("reason", "Wrong population"),
        ("label", "ward"),
        ("label", "pay"),
    ]
    assert ("Covidence #", "#12") in record.other


def test_asreview_says_relevant_or_not() -> None:
    head = "title,abstract,asreview_label,asreview_time,asreview_note,asreview_user_name"
    rows = read(f"{head}\nA,x,1,2024,why,ann\nB,x,0,2024,,ann\nC,x,,,,\n", "x.csv").records
    decided = [[(m.value, m.reviewer) for m in row.marks if m.kind is MarkKind.DECISION] for row in rows]
    assert decided == [[("relevant", "ann")], [("irrelevant", "ann")], []]
    assert only("TY  - JOUR\nTI  - T\nN1  - ASReview_irrelevant\nER  - ", "x.ris").marks[0].value == "irrelevant"


def test_scopus_table_and_a_row_with_too_many_cells() -> None:
    text = "Authors,Title,Year,Source title,Volume,Issue,Page start,Page end,DOI,EID\n"
    text += "Doe J.; Roe R.,T,2020,J,1,2,5,9,10.1000/x,2-s2.0\nA,B,2020,C,1,2,3,4,,e,more\n"
    first, second = read(text, "scopus.csv").records
    assert (first.pages, first.authors, first.format) == ("5-9", ("Doe J.", "Roe R."), "scopus csv")
    assert ("column 11", "more") in second.other
    assert read(text, "scopus.csv").report.repaired == 1


def test_table_without_a_title_is_refused_by_its_columns() -> None:
    with pytest.raises(ReferencesError, match="no column is a title or a DOI; the columns are a, b"):
        read("a,b\n1,2\n", "x.csv")


EPPI = {
    "CodeSets": [
        {
            "SetName": "Set",
            "Attributes": {
                "AttributesList": [
                    {
                        "AttributeId": 7,
                        "AttributeName": "Barrier",
                        "Attributes": {"AttributesList": [{"AttributeId": 8, "AttributeName": "Pay"}]},
                    }
                ]
            },
        }
    ],
    "References": [
        {
            "ItemId": 1,
            "Title": "T",
            "Authors": "Doe J; Roe R;",
            "Year": "2020",
            "ParentTitle": "J",
            "TypeName": "Journal, Article",
            "DOI": "10.1000/x",
            "Codes": [
                {"AttributeId": 8, "AdditionalText": "low", "ItemAttributeFullTextDetails": [{"Text": "paid little"}]}
            ],
        },
        {},
    ],
}


def test_eppi_reviewer_gives_codes_with_their_parents() -> None:
    found = read(json.dumps(EPPI), "x.json")
    (record,) = found.records
    assert (record.title, record.authors, record.year, record.doi) == ("T", ("Doe J", "Roe R"), 2020, "10.1000/x")
    assert [(mark.kind.value, mark.value) for mark in record.marks] == [
        ("label", "Set / Barrier / Pay"),
        ("note", "Set / Barrier / Pay: low"),
    ]
    assert ("Code quote", "Set / Barrier / Pay: paid little") in record.other
    assert len(found.report.refused) == 1


def test_csl_json_cut_off_keeps_what_came_before() -> None:
    people = '"author": [{"family": "Doe", "given": "J"}, {"literal": "G"}], "issued": {"date-parts": [[2020, 3]]}'
    text = f'[\n{{"id": "a", "type": "chapter", "title": "T", {people}}},\n{{"id": "b", "title": "cut'
    found = read(text, "x.json")
    (record,) = found.records
    assert (record.type, record.authors, record.year, record.line) == ("chapter", ("Doe, J", "G"), 2020, 2)
    assert [remark.line for remark in found.report.refused] == [3]


@pytest.mark.parametrize("text", ["{}", '{"a": 1}', "[]", "[1]"])
def test_json_without_references(text: str) -> None:
    if text == "[1]":
        assert read(text, "x.json").report.read == 0
    else:
        with pytest.raises(ReferencesError):
            read(text, "x.json")


WHOLE = {
    "x.nbib": MEDLINE,
    "pubmed.xml": PUBMED,
    "endnote.xml": _endnote(SOUND, SOUND),
    "x.bib": BIB,
    "articles.csv": RAYYAN.format(NOTES),
    "eppi.json": json.dumps(EPPI),
    "savedrecs.txt": "FN Clarivate\nPT J\nAU Doe, J\nTI A\nER\n\nPT J\nTI B\nER\nEF\n",
    "x.enw": "%0 Journal Article\n%T A\n%A Doe, J\n\n%0 Book\n%T B\n",
    "csl.json": '[{"title": "T", "author": [{"family": "Doe"}], "custom": {"narragraph": {"marks": [["a"]]}}}]',
}


@given(st.sampled_from(sorted(WHOLE)), st.data())
def test_a_file_with_a_piece_cut_out_or_doubled_is_read_or_refused(name: str, data: st.DataObject) -> None:
    """Downloads break off, and files are joined by hand: nothing may end in a traceback, and every sum holds."""
    text = WHOLE[name]
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 200)))
    doubled = data.draw(st.booleans())
    changed = text[:end] + text[start:] if doubled else text[:start] + text[end:]
    try:
        report = read(changed, name).report
    except ReferencesError as error:
        assert str(error).startswith(name)  # noqa: PT017  (either outcome is right)
        return
    assert report.seen == report.read + len(report.refused) > 0
