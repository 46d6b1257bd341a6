"""Bad files: one clear line each, and the others go on."""

from __future__ import annotations

import tracemalloc
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from pdf_pages import MARGIN, Printed, pdf, two_columns
from text_files import docx, jats, with_texts

from graph.anchors import make_anchor
from graph.errors import TextError
from ingest.folder import read_folder
from ingest.texts.read import MOST_BYTES, read_text, text_of

LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
BOMB = f'<!DOCTYPE article [<!ENTITY a0 "lol">{LAUGHS}]><article><body><p>&a9;</p></body></article>'.encode()
ATTRIBUTE_BOMB = BOMB.replace(b"<p>", b'<p id="&a9;">')
OUTSIDE = b'<!DOCTYPE article [<!ENTITY x SYSTEM "file:///etc/passwd">]><article><body><p>&x;</p></body></article>'
PARAMETER = (
    b'<!DOCTYPE article [<!ENTITY % x SYSTEM "http://127.0.0.1:1/x.dtd">%x;]><article><body><p>a</p></body></article>'
)
SCAN = pdf([[], []], extra=b"\n0 0 100 100 re f")
NOT_A_DOCX = BytesIO()
with zipfile.ZipFile(NOT_A_DOCX, "w") as archive:
    archive.writestr("xl/workbook.xml", "<workbook/>")

MANY = " ".join(f'a{n}="<{n}>"' for n in range(12_000))
MANY_HTML = f"<html><body><p>a</p><p b {MANY}>b".encode()
MANY_XML = f"<article><body><p {MANY.replace('<', '')}>a</p></body></article>"

BAD = {
    "many.html": (MANY_HTML, "one element of it has more than 10,000 attributes."),
    "bare.html": (MANY_HTML.replace(b"=", b" "), "one element of it has more than 10,000 attributes."),
    "many.xml": (MANY_XML.encode(), "one element of it has more than 10,000 attributes."),
    "wide.xml": (MANY_XML.encode("utf-16"), "one element of it has more than 10,000 attributes."),
    "bomb.xml": (BOMB, "it defines entities of its own"),
    "attribute.xml": (ATTRIBUTE_BOMB, "it defines entities of its own"),
    "outside.xml": (OUTSIDE, "it defines entities of its own"),
    "parameter.xml": (PARAMETER, "it defines entities of its own"),
    "torn.xml": (jats()[:-20], "it is not well-formed XML"),
    "other.xml": (b"<catalogue/>", "neither JATS nor TEI (its root is <catalogue>)"),
    "deep.xml": (b"<article>" * 5000 + b"</article>" * 5000, "it is not well-formed XML"),
    "deep.html": (b"<html><body><p>a</p>" + b"<div>" * 5000 + b"b", "its elements are nested more than 256 deep"),
    "scan.pdf": (SCAN, "no text layer: run OCR first."),
    "torn.pdf": (two_columns([("A", True), ("b " * 50, False)])[:300], "the PDF is broken"),
    "junk.pdf": (b"%PDF-1.7\nnothing", "the PDF is broken"),
    "empty.txt": (b"", "the file is empty."),
    "blank.xml": (b" \n\n", "the file is empty."),
    "no-words.xml": (b"<article><body><p> </p></body></article>", "there are no words in it."),
    "really-a-pdf.xml": (
        two_columns([("A title", True), ("b " * 50, False)]),
        "its content is a PDF, not what .xml says.",
    ),
    "really-xml.pdf": (jats(), "its content is XML, not what .pdf says. Give it the extension .xml."),
    "really-docx.txt": (docx("<w:p/>"), "its content is a Word document, not what .txt says."),
    "really-text.pdf": (b"Just words.", "its content is not what .pdf says."),
    "really-html.txt": (
        b"<!DOCTYPE html><html><body><p>a</p></body></html>",
        "its content is HTML, not what .txt says.",
    ),
    "old.doc": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        'the extension ".doc" is not one that can be read. Save it as .docx.',
    ),
    "locked.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "Save it as .docx without a password."),
    "sheet.docx": (NOT_A_DOCX.getvalue(), "it is an archive without word/document.xml"),
    "torn.docx": (docx("<w:p/>")[:100], "the Word document is broken or protected"),
    "nul.txt": (b"a\0b", "it holds NUL bytes, so it is no text file."),
    "photo.jpg": (b"\xff\xd8\xff", 'the extension ".jpg" is not one that can be read.'),
}


def error(tmp_path: Path, name: str, content: bytes) -> str:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(TextError) as caught:
        read_text(file, f"texts/{name}")
    return str(caught.value)


@pytest.mark.parametrize("name", BAD)
def test_bad_file_has_one_clear_line(tmp_path: Path, name: str) -> None:
    content, said = BAD[name]
    message = error(tmp_path, name, content)
    assert message.startswith(f"texts/{name}: ")
    assert said in message
    assert "\n" not in message
    assert message.endswith(".")


def test_bad_files_do_not_keep_the_good_one_back(tmp_path: Path) -> None:
    texts = {name: content for name, (content, _) in BAD.items()} | {"good.xml": jats("10.1000/good")}
    folder = with_texts(tmp_path, texts, '[review]\nid = "t"\ntitle = "T"\n\n[texts]\nnew = "candidate"\n')
    read = read_folder(folder)
    assert [text.paper_id for text in read.texts.papers] == ["doi:10.1000/good"]
    assert sorted(problem.path for problem in read.texts.problems) == sorted(f"texts/{name}" for name in BAD)
    assert not read.report.problems
    assert {str(problem) for problem in read.texts.problems} <= set(read.report.warnings)
    strict = read_folder(folder, strict=True)
    assert len(strict.report.problems) == len(BAD)


def test_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "huge.pdf"
    with file.open("wb") as opened:
        opened.truncate(2_000_000_000)
    tracemalloc.start()
    with pytest.raises(TextError, match=r"it has 2,000 MB; at most 200 MB are read\. Take out pictures"):
        read_text(file, "texts/huge.pdf")
    assert tracemalloc.get_traced_memory()[1] < MOST_BYTES / 100
    tracemalloc.stop()


def test_word_document_that_unpacks_to_gigabytes_is_refused(tmp_path: Path) -> None:
    assert "it would unpack to more than 100 MB." in error(tmp_path, "bomb.docx", docx("<w:p/>" * 20_000_000))


def test_password_is_told(tmp_path: Path) -> None:
    message = error(tmp_path, "locked.pdf", _locked())
    assert message == "texts/locked.pdf: the PDF is protected by a password. Save a copy without the password."


def _locked() -> bytes:
    """A PDF whose key cannot be made from an empty password."""
    content = pdf([[Printed(MARGIN, 700, "secret words")]])
    lock = (
        b"/Encrypt<</Filter/Standard/V 1/R 2/Length 40/P -4/O<" + b"41" * 32 + b">/U<" + b"42" * 32 + b">>>"
        b"/ID[<00112233445566778899AABBCCDDEEFF><00112233445566778899AABBCCDDEEFF>]"
    )
    return content.replace(b"/Root 1 0 R", b"/Root 1 0 R" + lock)


def test_file_that_may_not_be_opened_is_told(tmp_path: Path) -> None:
    file = tmp_path / "folder.txt"
    file.mkdir()
    with pytest.raises(TextError, match="it cannot be opened"):
        read_text(file, "texts/folder.txt")


def test_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("Secret words.", encoding="utf-8")
    folder = with_texts(tmp_path / "review", {"good.txt": b"Words."})
    (folder / "texts" / "link.txt").symlink_to(secret)
    problems = {problem.path: str(problem) for problem in read_folder(folder).texts.problems}
    assert "it is a link to a place outside the review folder" in problems["texts/link.txt"]


def test_hidden_files_are_nobodys_text(tmp_path: Path) -> None:
    folder = with_texts(tmp_path, {".DS_Store": b"x", "._a.pdf": b"x", ".git/a.txt": b"words"})
    assert read_folder(folder).texts.problems == ()


def test_partly_scanned_pdf_says_which_pages(tmp_path: Path) -> None:
    words = [Printed(MARGIN, 700 - 12 * n, "Pay helped the peers in all of the wards.") for n in range(5)]
    file = tmp_path / "a.pdf"
    file.write_bytes(pdf([words, [], words]))
    stored = read_text(file, "texts/a.pdf")
    assert stored.notes == ("page 2 holds no text; run OCR first if there are words on them.",)


def test_long_text_without_an_end_is_read(tmp_path: Path) -> None:
    """No pattern of ours may take quadratic time on what a file can hold: this would run for hours."""
    file = tmp_path / "a.txt"
    file.write_bytes(b"word " * 100_000 + b"a" * 200_000 + b"\n" * 200_000 + b"- " * 100_000 + b" " * 200_000 + b".")
    stored = read_text(file, "texts/a.txt")
    assert len(stored.blocks) == 2
    assert make_anchor(stored, 0, 1000).quote == stored.text[:1000]


def test_long_values_words_and_scripts_are_no_attributes() -> None:
    words = "don't = 'x' < y " * 20_000
    beside = f"<!-- {words} --><script>if (a < b) {{}} {words}</script>"
    page = f'<html><body><p title="{words}">a</p>{beside}<p>b</p></body></html>'
    assert text_of(page.encode(), "t.html").text.split() == ["a", "b"]
    article = f"<article><body><p id='x'>a</p><!-- {words} --><p><![CDATA[{words}]]></p></body></article>"
    assert text_of(article.encode(), "t.xml").text.startswith("a")
