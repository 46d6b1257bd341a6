"""docx, HTML, plain text and abstracts: blocks, encodings, and every character at its place in the source."""

from __future__ import annotations

import io
import unicodedata
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from text_files import docx

from graph.documents import StoredText, TextFormat, text_sha256
from ingest.texts.abstract import abstract_text
from ingest.texts.read import text_of
from ingest.texts.txt import read_txt

WORD = (
    '<w:p><w:pPr><w:pStyle w:val="T"/></w:pPr><w:r><w:t>On pay</w:t></w:r></w:p>'
    '<w:p><w:pPr><w:pStyle w:val="berschrift1"/></w:pPr><w:r><w:t>Ergeb</w:t></w:r><w:r><w:t>nisse</w:t></w:r></w:p>'
    '<w:p><w:r><w:t xml:space="preserve">Pay </w:t><w:tab/><w:t>helped</w:t><w:br/><w:t>a lot</w:t></w:r>'
    "<w:del><w:r><w:delText>not</w:delText></w:r></w:del><w:ins><w:r><w:t>.</w:t></w:r></w:ins></w:p>"
    "<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>first</w:t></w:r></w:p><w:p/>"
    "<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr><w:p><w:r>"
    "<w:t>Site</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>n</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:p><w:r><w:t>A</w:t></w:r>"
    "</w:p></w:tc><w:tc><w:p><w:r><w:t>B</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>"
    "<w:p><w:r><w:instrText>PAGE</w:instrText><w:t>The end.</w:t></w:r></w:p>"
)
PAGE = b"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Site: On pay</title>
<meta name="citation_title" content="On pay"><meta name="citation_doi" content="doi:10.1000/H.1">
<script>var x = "not this";</script></head><body><nav>Home</nav><main><h1>On pay</h1><h2>Abstract</h2><p>We asked.</p>
<h2>Results</h2><h3>Staff</h3><p>Pay <b>helped</b><br>a lot &amp; more.</p><blockquote><p>At last!</p></blockquote>
<ul><li>first</li><li>second</li></ul><table><caption>Sites</caption><tr><th>Site</th><th>n</th></tr><tr><td>A</td>
<td>5</td></tr></table><h2>Discussion</h2><div>All is well.</div><h2>References</h2><p>Smith 2001.</p></main>
<footer>Imprint</footer></body></html>"""


def words(stored: StoredText) -> list[tuple[str, str, str]]:
    return [(b.kind.value, b.section.value, stored.text[b.char_start : b.char_end]) for b in stored.blocks]


def test_docx_is_read_with_headings_lists_and_tables() -> None:
    stored = text_of(docx(WORD), "texts/a.docx")
    assert stored.format is TextFormat.DOCX
    assert words(stored) == [
        ("title", "other", "On pay"),
        ("heading", "results", "Ergebnisse"),
        ("paragraph", "results", "Pay helped\na lot."),
        ("list_item", "results", "first"),
        ("table", "results", "Site\tn\nA\tB"),
        ("paragraph", "results", "The end."),
    ]
    assert [(c.row, c.column, c.columns, c.header) for c in stored.tables[0].cells] == [
        *((0, 0, 2, True), (0, 2, 1, True)),
        *((1, 0, 1, False), (1, 1, 1, False), (1, 2, 1, False)),
    ]
    assert stored.notes == ("it holds tracked changes; they were read as accepted.",)


def test_docx_characters_stand_in_the_document() -> None:
    from ingest.texts.trees import parse_xml

    content = docx(WORD)
    stored = text_of(content, "texts/a.docx")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        root = parse_xml(archive.read("word/document.xml"), "x")
    for run in stored.runs:
        steps = run.where.removeprefix("word/document.xml").strip("/").split("/")
        path = "".join(f"/{step}" if step.startswith("text") else f"/w:{step}" for step in steps)
        (node,) = root.xpath(path, namespaces={"w": root.nsmap["w"]})
        assert (
            stored.text[run.char_start : run.char_end] == str(node)[run.source_start :][: run.char_end - run.char_start]
        )


def test_html_is_read_without_its_frame() -> None:
    stored = text_of(PAGE, "texts/a.html")
    assert words(stored) == [
        ("heading", "other", "On pay"),
        ("heading", "abstract", "Abstract"),
        ("paragraph", "abstract", "We asked."),
        ("heading", "results", "Results"),
        ("heading", "results", "Staff"),
        ("paragraph", "results", "Pay helped\na lot & more."),
        ("quote", "results", "At last!"),
        ("list_item", "results", "first"),
        ("list_item", "results", "second"),
        ("caption", "results", "Sites"),
        ("table", "results", "Site\tn\nA\t5"),
        ("heading", "discussion", "Discussion"),
        ("paragraph", "discussion", "All is well."),
        ("heading", "references", "References"),
        ("paragraph", "references", "Smith 2001."),
    ]
    assert (stored.about.title, stored.about.doi) == ("On pay", "10.1000/h.1")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("Größe\r\nzählt.\rDoch\n\nja.".encode(), "Größe\nzählt.\nDoch\n\nja."),
        ("\ufeffGröße".encode(), "Größe"),
        ("Größe".encode("utf-16"), "Größe"),
        ("Größe".encode("cp1252"), "Größe"),
    ],
)
def test_txt_is_kept_but_for_line_ends_and_encoding(content: bytes, said: str) -> None:
    stored = text_of(content, "texts/a.txt")
    assert stored.text == said
    assert stored.sha256 == text_sha256(said)


def test_txt_has_blocks_and_sections() -> None:
    text = "\n  On pay\n\nResults\n\nPay helped\na lot.\n \n\t\nMore.  \n\nReferences\n\nSmith 2001.\n"
    stored = text_of(text.encode(), "texts/a.txt")
    assert stored.text == text
    assert words(stored) == [
        ("paragraph", "other", "On pay"),
        ("heading", "results", "Results"),
        ("paragraph", "results", "Pay helped\na lot."),
        ("paragraph", "results", "More."),
        ("heading", "references", "References"),
        ("paragraph", "references", "Smith 2001."),
    ]


@given(st.text(st.sampled_from("aé\r\n \t.\u05d0\U0001f642"), min_size=1, max_size=40))
def test_txt_leads_back_to_the_file(source: str) -> None:
    stored = read_txt(source.encode(), "a.txt")
    assert "\r" not in stored.text
    for run in stored.runs:
        origin = source[run.source_start : run.source_start + run.char_end - run.char_start]
        assert origin.replace("\r", "\n") == stored.text[run.char_start : run.char_end]
    assert sum(run.char_end - run.char_start for run in stored.runs) == len(stored.text)
    for block in stored.blocks:
        inside = stored.text[block.char_start : block.char_end]
        assert inside == inside.strip() != ""
    left = "".join(stored.text[b.char_start : b.char_end] for b in stored.blocks)
    assert "".join(left.split()) == "".join(stored.text.split())


def test_abstract_of_a_record_is_a_text() -> None:
    stored = abstract_text("METHODS: We asked.\r\nRESULTS: Pay helped.", title="On pay", doi="10.1000/a", language="en")
    assert words(stored) == [
        ("title", "other", "On pay"),
        ("paragraph", "abstract", "METHODS: We asked."),
        ("paragraph", "abstract", "RESULTS: Pay helped."),
    ]
    assert [(run.where, run.source_start) for run in stored.runs] == [("title", 0), ("abstract", 0), ("abstract", 20)]
    assert {block.language for block in stored.blocks} == {"en"}


SPOKEN = {
    "en": "The managers said that nobody had told them about the new role before the first day of work.",
    "fr": "Les responsables ont dit que personne ne leur avait parlé de ce nouveau rôle avant le premier jour.",
    "de": "Die Leitung sagte, dass ihnen niemand vor dem ersten Arbeitstag von der neuen Rolle erzählt hatte.",
    "es": "Los responsables dijeron que nadie les había hablado del nuevo puesto antes del primer día de trabajo.",
    "he": "המנהלים אמרו שאיש לא סיפר להם על התפקיד החדש לפני היום הראשון לעבודה, ולכן לא ידעו מה לעשות.",
    "sw": "Wasimamizi walisema kwamba hakuna mtu aliyewaambia kuhusu jukumu jipya kabla ya siku ya kwanza ya kazi.",
    "lg": "Abakulira baagambye nti tewali muntu yabategeeza ku mulimu omuggya nga olunaku olusooka terunnatuuka.",
}


def test_language_is_told_for_each_block() -> None:
    text = "\n\n".join(SPOKEN.values())
    stored = text_of(text.encode(), "texts/a.txt")
    assert [block.language for block in stored.blocks] == list(SPOKEN)
    assert any(note.startswith("it is in several languages") for note in stored.notes)


def test_short_block_has_the_language_before_it_and_none_is_unknown() -> None:
    stored = text_of(f"Kurz.\n\n{SPOKEN['de']}\n\nTitel\n\n{SPOKEN['en']}\n\nEnd".encode(), "texts/a.txt")
    assert [block.language for block in stored.blocks] == ["de", "de", "de", "en", "en"]
    assert [block.language for block in text_of(b"12 of 30\n\n5 %", "texts/a.txt").blocks] == [None, None]


def test_code_and_contents_have_no_language_of_their_own() -> None:
    code = '<xsd:element name="Sets" guid="c29b5db8-2ed6" minOccurs="0"/></xsd:sequence><xsd:pattern value="0-9"/>'
    dots = "1 Scope of all that is here " + "." * 90 + " 7"
    stored = text_of(f"{SPOKEN['fr']}\n\n{code}\n\n{dots}".encode(), "texts/a.txt")
    assert [block.language for block in stored.blocks] == ["fr", "fr", "fr"]
    assert text_of(code.encode(), "texts/a.txt").languages == ()


def test_composition_is_kept_as_it_is() -> None:
    for form in ("NFC", "NFD"):
        said = unicodedata.normalize(form, "Größe é")  # type: ignore[arg-type]
        assert text_of(said.encode(), "texts/a.txt").text == said
