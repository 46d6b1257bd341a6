"""Every parser of files that strangers make, each with a small file that is right.

The law for each of them: a value, or one of narragraph's own errors that names the file.
"""

from __future__ import annotations

import hashlib
import io
import json
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter
from deciding import decided, draft, suggestion
from pdf_pages import Printed, pdf
from projects import code, project, qdpx, selection, source, taguette
from text_files import docx, jats

from api.cursors import Cursor, ForeignCursor, StaleCursor
from api.cursors import read as read_cursor
from api.cursors import written as cursor_written
from api.sessions import Sessions
from api.tokens import TokenFile
from cli.backup_facts import Backup
from cli.backup_facts import facts_text as backup_text
from cli.backup_facts import read_facts as read_backup
from cli.enrich_kept import COLUMNS as LOGGED
from cli.enrich_kept import Kept
from cli.enrich_service import Service
from cli.gold_file import _records as gold_records
from cli.workbook_import import read_filled
from curation.append import append
from curation.exchange import export_ledgers, import_ledgers
from curation.ledger import read_ledgers
from graph.errors import SynthesisError, TextError
from graph.free.vetting import vetted
from graph.model import InfluenceStatus
from graph.query_header import contract, parse
from graph.release_manifest import read_manifest
from graph.release_model import MANIFEST, SURVEY
from graph.release_model import read_facts as read_release
from graph.release_zip import unpack
from graph.suggestions import Reason
from graph.survey import Survey
from ingest.codebook import read_codebook
from ingest.exchange.folder import plan
from ingest.exchange.kept import read_kept
from ingest.exchange.read import read_project
from ingest.files import read_table
from ingest.frameworks import read_mappings
from ingest.mapping import TableSection
from ingest.problems import Problems
from ingest.references.citations import read_citations
from ingest.references.read import read_file
from ingest.references.said import read_said
from ingest.review_file import read_review_file
from ingest.survey.shown import read_shown, shown_text
from ingest.texts.folder import read_texts
from ingest.texts.match import Known
from nlp.phrase_tasks import PhraseSuggestion
from nlp.shards import Outcome, shard_with, unpacked
from nlp.shards import packed as packed_texts
from nlp.suggestion_file import read_kept as read_suggestions
from nlp.suggestion_file import read_phrases, suggestion_home, write_phrases
from nlp.versions import rules_key, text_key
from nlp.vocabulary import InfluenceWords, Vocabulary

ROWS = (("paper", "influence", "effect", "note"), ("A", "Training", "helps", '=HYPERLINK("x")'), ("B", "Pay", "", "é𝕏"))
TEI = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>T</title></titleStmt></fileDesc>'
    '</teiHeader><text xml:lang="en"><body><div><head coords="1,2,3,4,5">Results</head><p>Pay helped <ref type="bibr"'
    ' target="#b0">[1]</ref>.</p><figure type="table"><table><row role="label"><cell cols="2">a</cell><cell>b</cell>'
    '</row><row><cell rows="2">c</cell></row></table></figure></div></body><back><div type="references"><listBibl>'
    '<biblStruct xml:id="b0"><analytic><title>Old</title><idno type="DOI">10.1/x</idno></analytic><monogr><imprint>'
    '<date when="2001"/></imprint></monogr></biblStruct></listBibl></div></back></text></TEI>'
)
JATS = (
    b'<?xml version="1.0"?><!DOCTYPE article PUBLIC "-//NLM//DTD" "x.dtd"><article xml:lang="fr" article-type="r">'
    b'<front><journal-meta><journal-title>J</journal-title></journal-meta><article-meta><article-id pub-id-type="doi">'
    b"10.1000/a</article-id><title-group><article-title>T</article-title></title-group><pub-date><year>2001</year></pub-date>"
    b"<abstract><p>Short &nbsp; words.</p></abstract><kwd-group><kwd>pay</kwd></kwd-group></article-meta></front><body>"
    b'<sec sec-type="methods"><title>Methods</title><p>Asked <xref ref-type="bibr" rid="r1">1</xref>.</p><table-wrap>'
    b'<caption><p>C</p></caption><table><tr><th rowspan="2">a</th><td colspan="2">b</td></tr><tr><td>c</td></tr>'
    b'</table></table-wrap></sec></body><back><ref-list><ref id="r1"><element-citation><article-title>Old'
    b'</article-title><year>1999</year><pub-id pub-id-type="doi">10.1/x</pub-id></element-citation></ref></ref-list>'
    b"</back></article>"
)
HTML = (
    '<!doctype html><html lang="de"><head><meta charset="utf-8"><meta name="citation_doi" content="10.1000/a"><title>T'
    "</title></head><body><nav>x</nav><main><h1>Über</h1><p>Pay &amp; time<br>helped.</p><table><tr><td rowspan=2>a"
    "</td><td>b</td></tr><tr><td>c</td></tr></table><blockquote>q</blockquote></main></body></html>"
)
BIBTEX = (
    '@string{j = "Journal"}\n% said\n@article{k1,\n  title = {The {\\"U}ber \\textit{pay}},\n  author = "A, B and C",\n'
    "  journal = j # { of } # j,\n  year = 2001, doi = {10.1000/a}\n}\n@comment{x}\n@book(k2, title={T}, year={})\n"
)
RIS = "TY  - JOUR\nTI  - A title\nAU  - A, B\nPY  - 2001/02\nSP  - 1\nEP  - 9\nKW  - one\ntwo\n\nmore\nN1  - RAYYAN-"
RIS += 'INCLUSION: {"Ann"=>"Included"} | x@y.org\nDO  - https://doi.org/10.1000/a\nUR  - http://x.org\nER  - \n\njunk\n'
NBIB = "PMID- 123\nOWN - NLM\nTI  - Title\n      goes on\nFAU - A, B\nDP  - 2001 Feb\nLID - 10.1000/a [doi]\nPT  - R\n"
WOS = "FN Clarivate\nVR 1.0\nPT J\nAU A, B\n   C, D\nTI A title\n   goes on\nPY 2001\nDI 10.1000/a\nER\n\nEF\n"
ENW = "%0 Journal Article\n%T A title\n%A A, B\n%D 2001\n%R 10.1000/a\n%K one\ntwo\n\n%0 Book\n%T B\n"
ENDNOTE = (
    '<?xml version="1.0"?><xml><records><record><ref-type name="Journal Article">17</ref-type><contributors><authors>'
    '<author><style face="normal">A, B</style></author></authors></contributors><titles><title>T &amp; U & V &#x1;'
    "</title></titles><dates><year>2001</year></dates><electronic-resource-num>10.1000/a</electronic-resource-num>"
    "</record></records></xml>"
)
PUBMED = (
    "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article><ArticleTitle>T <i>u</i></ArticleTitle>"
    "<AuthorList><Author><LastName>A</LastName><ForeName>B</ForeName></Author></AuthorList><Abstract><AbstractText "
    'Label="AIM">x</AbstractText></Abstract></Article></MedlineCitation><PubmedData><ArticleIdList><ArticleId IdType='
    '"doi">10.1000/a</ArticleId></ArticleIdList><ReferenceList><Reference><Citation>c</Citation></Reference>'
    "</ReferenceList></PubmedData></PubmedArticle></PubmedArticleSet>"
)
CSL = [
    {
        "type": "article-journal",
        "title": "T \U0001d54f",
        "author": [{"family": "A", "given": "B", "suffix": "Jr"}, {"literal": "C"}],
        "issued": {"date-parts": [[2001, 2]]},
        "DOI": "10.1000/a",
        "volume": 3,
        "custom": {
            "narragraph": {"keywords": ["k"], "urls": [], "marks": [["rayyan", "label", "x", None]], "other": []}
        },
    }
]
EPPI = {
    "CodeSets": [
        {
            "SetName": "S",
            "Attributes": {"AttributesList": [{"AttributeId": 1, "AttributeName": "Pay", "Attributes": {}}]},
        }
    ],
    "References": [
        {
            "ItemId": 5,
            "Title": "T",
            "Year": "2001",
            "Codes": [
                {
                    "AttributeId": 1,
                    "AdditionalText": "n",
                    "ItemAttributeFullTextDetails": [{"Text": 'Page 2:\n[¬s]"pay"[¬e]', "DocTitle": "d"}],
                }
            ],
        }
    ],
}
REVIEW = """\
[review]
id = "t"
title = "T"
question = "Q"

[[curators.people]]
id = "ann"
name = "Ann"
role = "coder"

[[extraction]]
name = "coding"
influences = "all"

[[table]]
path = "tables/t.csv"
header_row = [1, 2]

[table.paper]
id = ["paper"]
authors = { column = "authors", split = ";" }

[[table.finding]]
influence = { column = "influence" }
direction = { column = "effect", map = { helps = "facilitator" } }
"""
QUERY = """\
// q
// Names papers.
// More is said here.
// param id: id<Paper>  which
// param limit: integer 1..100 = 10  how many
// param kind: string {a|b} = null  of which kind
// column paper: id<Paper>  a paper
// opens paper: papers(id=paper, kind='x')

MATCH (p:Paper {id: $id}) WHERE p.title = 'it''s' AND p.kind = $kind // said
RETURN p.id AS paper LIMIT $limit
"""
MEASURE = "// m\n// Counts.\n// param least: float 0..1 = 0.5  from which on\n// column n: integer  how many\n"
CODEBOOK = "influence_id,name,parent_id,status\npay,Pay,,active\nrise,Rise,pay,\n"
KEPT = "kind,id,guid,name,color,codable\ncode,pay,20000000-0000-0000-0000-000000000001,Pay,#ff0000,true\n"
MAPPINGS = (
    "influence_id,framework,construct,kind,reason,author,date\npay,TDF 2012,Reinforcement,exact,said,Ann,2024-01-02\n"
)


@dataclass(frozen=True)
class Parser:
    """A parser by name: the file that it reads in a folder, one that is right, and what is asked of it."""

    name: str
    file: str
    right: Callable[[], bytes]
    read: Callable[[Path], object]
    """From the folder. Problems that are collected are raised."""
    named: bool = True
    """Whether an error names the file."""


def kept_the_law(parser: Parser, content: bytes) -> str:
    """Read it; what came of it in a word or in the sentence of the error. Anything else is raised."""
    with tempfile.TemporaryDirectory(prefix="narragraph-") as home:
        file = Path(home) / parser.file
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        try:
            parser.read(Path(home))
        except SynthesisError as error:
            said = str(error)
            assert not parser.named or Path(parser.file).name in said or str(home) in said, said
            said.encode()  # it can be printed
            return said
        return "read"


def _raised(problems: Sequence[Exception]) -> None:
    for problem in problems:
        assert isinstance(problem, SynthesisError)
        raise problem


def _table(folder: Path) -> object:
    (path,) = (one.name for one in (folder / "tables").iterdir())
    return read_table(folder, TableSection.model_validate({"path": f"tables/{path}", "paper": {"id": ["paper"]}}))


def _references(folder: Path) -> object:
    (file,) = (folder / "references").iterdir()
    read = read_file(file, file.name)
    for record in read.records:
        repr((record, record.id)).encode()
    return read


def _asked(folder: Path) -> object:
    kept = Kept(folder, Service.OPENALEX)
    return [kept.state(line) for line in kept.asked.values()]


def _gold(folder: Path) -> object:
    return gold_records(folder / "gold.csv")


def _texts(folder: Path) -> object:
    texts = read_texts(folder, Known({}, add_new=True))
    _raised(texts.problems)
    return texts


def _project(folder: Path) -> object:
    (file,) = folder.iterdir()
    read = plan(read_project(file)[1], "review", "Title")
    for path, text in read.files.items():
        assert not path.startswith("/")
        assert ".." not in path
        text.encode()
    return read


def _review(folder: Path) -> object:
    review, wrong = read_review_file(folder)
    _raised(wrong)
    return review


def _codebook(folder: Path) -> object:
    problems = Problems()
    if not (folder / "codebook.csv").exists():
        (folder / "codebook.csv").write_text(CODEBOOK, encoding="utf-8")
    codebook, _ = read_codebook(folder, problems)
    read_mappings(folder, codebook, {}, problems)
    _raised(problems.errors)
    return codebook


def _citations(folder: Path) -> object:
    found = read_citations(folder)
    _raised(found.problems)
    repr(found).encode()
    return found


def _query(folder: Path) -> object:
    (file,) = folder.iterdir()
    text = file.read_text(encoding="utf-8", errors="replace")
    if file.suffix == ".measure":
        return contract(text, name="m", path=file.name)
    return parse(text, name="q", folder="read", path=file.name)


def _statement(folder: Path) -> object:
    text = (folder / "s.cypher").read_bytes().decode("utf-8", "surrogateescape")
    return vetted(text, {"x": 1, "a": "b"}, "ladybug")


def _cursor(folder: Path) -> object:
    try:
        return read_cursor((folder / "cursor").read_bytes().decode("latin-1"), "q", "r")
    except (ForeignCursor, StaleCursor):
        return None


def _cookie(folder: Path) -> object:
    sessions = Sessions(lambda: b"k" * 32)
    cookie = (folder / "cookie").read_bytes().decode("latin-1")
    session = sessions.read(cookie)
    return session is not None and sessions.holds(cookie, session)


def _unpacked(folder: Path) -> object:
    into = folder / "in" / "here"
    into.mkdir(parents=True)
    unpack(folder / "r.zip", into, "r.zip")
    outside = [
        one for one in folder.rglob("*") if one.is_file() and not one.is_relative_to(into) and one.name != "r.zip"
    ]
    assert outside == []
    assert not any(one.is_symlink() for one in into.rglob("*"))
    return into


def _imported(folder: Path) -> object:
    into = folder / "into"
    into.mkdir()
    return import_ledgers(into, folder / "export.jsonl")


def _shown(folder: Path) -> object:
    problems = Problems()
    rows = read_shown(folder, Survey(), {}, problems)
    _raised(problems.errors)
    return rows


def _texts_to_tag(folder: Path) -> object:
    try:
        return unpacked((folder / "texts.parquet").read_bytes(), VOCABULARY)
    except ValueError:  # whoever sent it is told, in other words
        return None


def _shard(folder: Path) -> object:
    """Under the name that its bytes have, for any other is set aside before anything in it is read."""
    file = folder / "s.parquet"
    name = f"{rules_key(VOCABULARY)}.{hashlib.sha256(file.read_bytes()).hexdigest()}.parquet"
    suggestion_home(folder).mkdir(parents=True)
    file.rename(suggestion_home(folder) / name)
    kept = read_suggestions(folder, VOCABULARY, {"k": None})
    for said in kept.damaged:
        assert name in said
        raise TextError("s.parquet", said, rule="damaged")
    assert kept.manifest
    return kept


def shard(suggestions: int = 2) -> bytes:
    """A shard of one text, for which so many passages are proposed."""
    found = tuple(suggestion(at, at + 32) for at in range(suggestions))
    return shard_with({"k": Outcome("texts/t.txt", found)}, VOCABULARY, 0.5).content


def _texts_shard() -> bytes:
    with tempfile.TemporaryDirectory(prefix="narragraph-") as home:
        (Path(home) / "texts").mkdir()
        (Path(home) / "texts" / "t.txt").write_text("Results\n\nPay helped.\n", encoding="utf-8")
        found = read_texts(Path(home), Known({}, {"t.txt": "paper:a"}, {}, add_new=True)).papers
    return packed_texts({text_key(paper, VOCABULARY): paper for paper in found})


def _phrases(to: Path) -> object:
    found = PhraseSuggestion("pay", 0.5, (Reason("name", "Pay", 0, 3),))
    return write_phrases(to, {"more pay": (found,)})


@cache
def workbook(sheets: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = (("Sheet", ROWS),)) -> bytes:
    """An xlsx of these sheets, with a merged range, a hidden column and a comment."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
            sheet.merge_range(3, 0, 4, 1, "C")
            sheet.set_column(2, 2, 5, None, {"hidden": True})
            sheet.write_formula(2, 5, "=1+1", None, "2")
            sheet.write_comment(1, 1, "said")
    return out.getvalue()


def packed(parts: dict[str, bytes]) -> bytes:
    """A zip of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _ods() -> bytes:
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    rows = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell.replace("=", "")}</text:p></table:table-cell>'
            for cell in row
        )
        + "</table:table-row>"
        for row in ROWS
    ).replace('"x"', "x")
    sheet = f'<office:spreadsheet><table:table table:name="S">{rows}</table:table></office:spreadsheet>'
    body = f"<office:document-content{names}><office:body>{sheet}</office:body></office:document-content>"
    return packed(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": b'<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
            "content.xml": body.encode(),
        }
    )


def _parquet() -> bytes:
    out = io.BytesIO()
    columns = {"paper": ["A", None, "B"], "n": [1, 2, 3], "x": [1.0, None, 2.5], "c": ["x", "y", "x"]}
    table = pa.table(columns)
    pq.write_table(table.set_column(3, "c", table["c"].dictionary_encode()), out)
    return out.getvalue()


def _of_file(write: Callable[[Path], object], name: str) -> Callable[[], bytes]:
    def made() -> bytes:
        with tempfile.TemporaryDirectory(prefix="narragraph-") as home:
            write(Path(home) / name)
            return (Path(home) / name).read_bytes()

    return made


def _qdpx(to: Path) -> object:
    marks = selection(1, 0, 3, 1, 2)
    sources = source(1, "One", marks) + source(2, "Two", marks, "Pay helped.")
    book = project(code(1, "Pay", code(2, "Rise")), sources)
    return qdpx(to, book, {"sources/1.txt": "Pay \u00fcber all.\r\n".encode()})


def _qdc() -> bytes:
    codes = code(1, "Pay", code(2, "Rise"))
    return f"<CodeBook xmlns='urn:QDA-XML:codebook:1.0' origin='t'><Codes>{codes}</Codes></CodeBook>".encode()


def _taguette(to: Path) -> object:
    words = "<p>Pay &amp; <b>time</b> helped.</p><p>\u00fcber</p>"
    return taguette(to, [words], ["pay", "pay.rise"], [(1, 0, 3, "Pay", (1,)), (1, 6, 10, "<b>time</b>", (1, 2))])


@cache
def ledger() -> bytes:
    """Three entries of ann on her laptop."""
    with tempfile.TemporaryDirectory(prefix="narragraph-") as home:
        for number in range(3):
            append(Path(home), draft("ann", f"k{number}", decided(suggestion())))
        return (Path(home) / "decisions" / "ann" / "laptop.jsonl").read_bytes()


@cache
def _export() -> bytes:
    with tempfile.TemporaryDirectory(prefix="narragraph-") as home:
        file = Path(home) / "decisions" / "ann" / "laptop.jsonl"
        file.parent.mkdir(parents=True)
        file.write_bytes(ledger())
        export_ledgers(Path(home), Path(home) / "out.jsonl")
        return (Path(home) / "out.jsonl").read_bytes()


def _filled() -> bytes:
    from curation.workbook import PASSAGE_COLUMNS

    header = tuple(column.name for column in PASSAGE_COLUMNS)
    about = (("review", "t"), ("curator", "ann"), ("workbook", "0123456789ab"))
    return workbook((("passages", (header, ("p",) * len(header))), ("about", about)))


def _token_file(folder: Path) -> object:
    (folder / "tokens").chmod(0o600)
    return TokenFile(folder / "tokens").tokens()


def _tokens(to: Path) -> object:
    return TokenFile(to).add("ann")


def _facts() -> bytes:
    about = Backup("t", "2024-01-01T00:00:00Z", "0.1.0", "0" * 64, 0, {}, {"texts/a.pdf": "0" * 64})
    return backup_text(about).encode()


def _text(text: str) -> Callable[[], bytes]:
    return text.encode


def _json(said: object) -> Callable[[], bytes]:
    return lambda: json.dumps(said).encode()


def _of(name: str, file: str, right: Callable[[], bytes] | str, read: Callable[[Path], object], **more: bool) -> Parser:
    return Parser(name, file, _text(right) if isinstance(right, str) else right, read, **more)


VOCABULARY = Vocabulary((InfluenceWords("pay", "Pay", InfluenceStatus.ACTIVE),), ())
CSV = "\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in ROWS) + "\r\n"
RELEASE = {
    "what": "narragraph release",
    "format": 1,
    "review": "t",
    "title": "T",
    "question": None,
    "version": "1",
    "date": "2024-01-01",
    "licence": None,
    "doi": None,
    "authors": [{"name": "A"}],
    "revision": "0",
    "files": {},
    "folder_revision": "0",
    "narragraph_version": "0",
    "inputs": {"a": "0"},
    "left_out": {},
}
PARSERS: tuple[Parser, ...] = (
    _of("csv", "tables/t.csv", CSV, _table),
    _of("tsv", "tables/t.tsv", CSV.replace(",", "\t"), _table),
    _of("utf-16 csv", "tables/t.csv", lambda: CSV.encode("utf-16"), _table),
    _of("xlsx", "tables/t.xlsx", workbook, _table),
    _of("xls", "tables/t.xls", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), _table),
    _of("ods", "tables/t.ods", _ods, _table),
    _of("parquet", "tables/t.parquet", _parquet, _table),
    _of("ris", "references/r.ris", RIS, _references),
    _of("nbib", "references/r.nbib", NBIB, _references),
    _of("web of science", "references/r.ciw", WOS, _references),
    _of("endnote tagged", "references/r.enw", ENW, _references),
    _of("bibtex", "references/r.bib", BIBTEX, _references),
    _of("endnote xml", "references/r.xml", ENDNOTE, _references),
    _of("pubmed xml", "references/r.xml", PUBMED, _references),
    _of("csl json", "references/r.json", _json(CSL), _references),
    _of("eppi references", "references/r.json", _json(EPPI), _references),
    _of("references csv", "references/r.csv", "Title,Authors,DOI\nT,A B and C D,10.1000/a\n", _references),
    _of("citations csv", "citations/c.csv", "citing,cited,cited_year\n10.1/a,10.1/b,2001\n", _citations),
    _of(
        "citations json",
        "citations/c.json",
        _json([{"DOI": "10.1000/a", "reference": [{"DOI": "10.1000/b"}]}]),
        _citations,
    ),
    _of("citations jsonl", "citations/c.jsonl", _json({"id": "W1", "referenced_works": ["W2"]}), _citations),
    _of("duplicates.csv", "duplicates.csv", "one,other,verdict,by,reason\nrecord:1,record:2,link,ann,\n", read_said),
    _of("asked.csv", "citations/openalex/asked.csv", f"{','.join(LOGGED)}\n10.1/a,x,200,f.json,00,u,s\n", _asked),
    _of("gold", "gold.csv", "paper_id,quote,influence_id,direction\np,Pay helped,pay,facilitator\n", _gold),
    _of("txt", "texts/t.txt", "Results\n\nPay helped.\nMore.\n\n- one\n", _texts),
    _of("jats", "texts/t.xml", lambda: JATS, _texts),
    _of("small jats", "texts/t.nxml", jats, _texts),
    _of("tei", "texts/t.tei", TEI, _texts),
    _of("html", "texts/t.html", HTML, _texts),
    _of("docx", "texts/t.docx", lambda: docx("<w:p><w:r><w:t>Pay helped.</w:t></w:r></w:p>"), _texts),
    _of(
        "pdf",
        "texts/t.pdf",
        lambda: pdf([[Printed(50, 700, "Pay helped us all, they said."), Printed(50, 600, "x")]]),
        _texts,
    ),
    _of("qdpx", "p.qdpx", _of_file(_qdpx, "p.qdpx"), _project),
    _of("qdc", "p.qdc", _qdc, _project),
    _of("taguette", "p.sqlite3", _of_file(_taguette, "p.sqlite3"), _project),
    _of("eppi project", "p.json", _json(EPPI), _project),
    _of("review.toml", "review.toml", REVIEW, _review),
    _of("codebook", "codebook.csv", CODEBOOK, _codebook),
    _of("terms", "terms.csv", "influence_id,term,language,strength\npay,wage,en,weak\n", _codebook),
    _of("phrases", "phrases.csv", "phrase,influence_id\nmore pay,pay\n", _codebook),
    _of("constructs", "constructs.csv", "framework,construct,parent\nMine,A,\nMine,B,A\n", _codebook),
    _of("mappings", "mappings.csv", MAPPINGS, _codebook),
    _of("exchange.csv", "exchange.csv", KEPT, read_kept),
    _of("query file", "q.cypher", QUERY, _query),
    _of("measure", "m.measure", MEASURE, _query),
    _of(
        "free cypher",
        "s.cypher",
        "MATCH (p:`Paper`) WHERE p.x IN [1, $x] AND p.y = $a RETURN p // 'a'\n",
        _statement,
        named=False,
    ),
    _of("ledger", "decisions/ann/laptop.jsonl", ledger, read_ledgers),
    _of("ledger export", "export.jsonl", _export, _imported, named=False),
    _of("filled workbook", "w.xlsx", _filled, lambda folder: read_filled(folder / "w.xlsx", "t", "ann")),
    _of("cursor", "cursor", lambda: cursor_written(Cursor("r", "q", "a", "w")).encode(), _cursor),
    _of("cookie", "cookie", lambda: Sessions(lambda: b"k" * 32).begin("ann").encode(), _cookie),
    _of("tokens", "tokens", _of_file(_tokens, "tokens"), _token_file),
    _of(
        "release facts",
        "release.json",
        _json(RELEASE),
        lambda folder: read_release(folder / "release.json", "release.json"),
    ),
    _of("backup facts", "backup.json", _facts, lambda folder: read_backup(folder / "backup.json", "backup.json")),
    _of("suggestion shard", "s.parquet", shard, _shard),
    _of("shard of texts", "texts.parquet", _texts_shard, _texts_to_tag),
    _of("phrases that were tagged", "p.jsonl.gz", _of_file(_phrases, "p"), lambda at: read_phrases(at / "p.jsonl.gz")),
    _of("survey that is shown", SURVEY, lambda: shown_text({}, {}).encode(), _shown),
    _of("manifest", MANIFEST, f"{'0' * 64}  a/b\n{'1' * 64} *c\n", lambda folder: read_manifest(folder, MANIFEST)),
    _of("release zip", "r.zip", lambda: packed({"a/b.txt": b"x", "c": b"y" * 1000}), _unpacked),
)
BY_NAME = {parser.name: parser for parser in PARSERS}
"""The parsers of files; every one is under fire in tests/fuzz/."""


def sqlite(script: str) -> bytes:
    """A database made by these statements."""
    with tempfile.TemporaryDirectory(prefix="narragraph-") as home:
        with closing(sqlite3.connect(Path(home) / "d")) as database:
            database.executescript(f"PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF; {script}")
            database.commit()
        return (Path(home) / "d").read_bytes()
