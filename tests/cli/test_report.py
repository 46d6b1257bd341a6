"""`narragraph report`: every number of the page from its CSVs and counted again, the page in a browser, bad input."""

from __future__ import annotations

import json
import math
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from browser import chromium, violations
from command_line import Here
from curated_review import TEXT, curated_review, decide, shown
from decided_graph import decided_tables
from deciding import decided
from docx import Document
from html_page import every, one, read, words
from playwright.sync_api import Browser
from record_of_review import write_review
from report_page import Page, read_report, stray_digits, texts, wrong_numbers
from review_folders import PLAIN, write_folder
from syntax import ROOT

from api.report.render import html
from api.report.word import word
from cli.main import run
from synthesis.report import Besides
from synthesis.report import report as assembled

EXAMPLE = ROOT / "examples" / "peer_support"
HOSTILE = '</blockquote><script>alert(1)</script><img src="http://127.0.0.1:9/x" onerror="alert(2)"> {{ 7*7 }} {papers}'
BIDI = "safe \u202egnirts\u202c and \u0007 bell"


def reported(folder: Path, place: Path, *more: str) -> Page:
    """The report of a folder, written to `place`."""
    assert run(["report", str(folder), "--out", str(place / "r.html"), "--csv", str(place / "csv"), "-q", *more]) == 0
    return read_report(place / "r.html", place / "csv")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("report")


@pytest.fixture(scope="module")
def example(place: Path) -> Page:
    return reported(EXAMPLE, place)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


def numbers(table: pd.DataFrame, key: str, value: str) -> dict[str, int]:
    """Two columns as a dict, rows without a number left out."""
    return {row[key]: int(row[value]) for _, row in table.iterrows() if row[value]}


def test_every_number_is_that_of_its_table(example: Page) -> None:
    assert len(every(example.document, "//data")) > 500
    assert not wrong_numbers(example)
    assert not stray_digits(example)
    assert all(said == cell for said, cell in texts(example))
    assert len(texts(example)) == 31
    for listed in every(example.document, "//*[@data-rows]"):
        assert int(words(listed).split()[0].replace(",", "")) == len(example.tables[listed.get("data-rows", "")])


def test_guards_see_a_wrong_number(example: Page) -> None:
    spoilt = Page(example.document, {**example.tables, "influences": example.tables["influences"].assign(papers="99")})
    assert wrong_numbers(spoilt)
    assert stray_digits(Page(read("<html><body><p>Seen in 12 papers.</p></body></html>"), {})) == ["12"]


def test_tables_are_a_recount_of_the_files(example: Page) -> None:
    """Everything counted again with pandas from the tables of the folder, without our code."""
    papers = pd.read_csv(EXAMPLE / "tables" / "papers.csv", dtype=str, keep_default_na=False)
    coded = pd.read_csv(EXAMPLE / "tables" / "codings.csv", dtype=str, keep_default_na=False)
    codebook = set(pd.read_csv(EXAMPLE / "codebook.csv", dtype=str)["influence_id"])
    read_for = int((papers["coded"] == "yes").sum())
    coded["id"] = [one if one in codebook else f"draft:{one.replace(' ', '-')}" for one in coded["influence"]]
    count = coded.groupby("id")["study"].nunique()
    found = example.tables["influences"].set_index("influence_id")
    assert {id_: int(found.loc[id_, "papers"]) for id_ in found.index} == {
        id_: int(count.get(id_, 0)) for id_ in found.index
    }
    assert set(found.index) == codebook | set(coded["id"])
    for id_ in codebook:
        some = int(count.get(id_, 0))
        assert (found.loc[id_, "looked_for_papers"], found.loc[id_, "not_reported_papers"]) == (
            str(read_for),
            str(read_for - some),
        )
        low, high = wilson(some, read_for)
        assert float(found.loc[id_, "share_low"]) == pytest.approx(low, abs=1e-9)
        assert float(found.loc[id_, "share_high"]) == pytest.approx(high, abs=1e-9)
    said = coded.replace({"direction": {"not stated": "unclear"}}).pivot_table(
        index="id", columns="direction", values="study", aggfunc="nunique", fill_value=0
    )
    directions = example.tables["directions"].set_index("influence_id")
    for state in ("facilitator", "barrier", "mixed", "unclear"):
        assert {id_: int(directions.loc[id_, state]) for id_ in said.index} == said[state].to_dict()
    country = papers.set_index("study")["country"]
    placed = coded.assign(country=coded["study"].map(country))
    placed = placed[placed["country"] != ""]
    by_setting = example.tables["directions_by_setting"]
    for state, direction in (("facilitator", "facilitator"), ("barrier", "barrier"), ("mixed", "mixed")):
        expected = placed[placed["direction"] == direction].groupby(["id", "country"])["study"].nunique()
        rows = by_setting[(by_setting[state] != "0")]
        got = {(row["influence_id"], row["setting"]): int(row[state]) for _, row in rows.iterrows()}
        assert got == {key: int(value) for key, value in expected.items()}
    assert numbers(example.tables["concentration"], "paper", "findings") == coded.groupby("study").size().to_dict()
    matrix = pd.crosstab(coded["study"], coded["id"]).clip(upper=1)
    together = matrix.T @ matrix
    for _, row in example.tables["pairs"].iterrows():
        assert int(row["shared"]) == together.loc[row["a_influence_id"], row["b_influence_id"]]
    assert (example.value("papers"), example.value("findings")) == (str(len(papers)), str(len(coded)))
    assert example.value("papers_extracted") == str(read_for)


def wilson(some: int, of: int) -> tuple[float, float]:
    """Written from the formula of Wilson (1927)."""
    z = 1.959963984540054
    middle, spread = (
        some / of + z * z / (2 * of),
        z * math.sqrt(some / of * (1 - some / of) / of + z * z / (4 * of * of)),
    )
    return max(0.0, (middle - spread) / (1 + z * z / of)), min(1.0, (middle + spread) / (1 + z * z / of))


def test_tables_are_the_measures(narragraph: Here, example: Page, tmp_path: Path) -> None:
    folder = shutil.copytree(EXAMPLE, tmp_path / "review", ignore=shutil.ignore_patterns(".narragraph"))
    assert narragraph("build", folder, "-q").code == 0
    asked = {
        "influences": ("overview",),
        "directions_by_setting": ("directions", "--by-setting", "true"),
        "pairs": ("pairs", "--all", "true"),
        "sensitivity": ("sensitivity",),
        "ranks": ("frequency", "--status", "active"),
    }
    for table, (measure, *more) in asked.items():
        ran = narragraph("numbers", measure, folder, *more, "--format", "csv")
        (tmp_path / "m.csv").write_text(ran.out, encoding="utf-8")
        measured = pd.read_csv(tmp_path / "m.csv", dtype=str, keep_default_na=False)
        assert example.tables[table][measured.columns].equals(measured), table
        for note in every(example.document, f"//*[@data-notes='{table}']/li"):
            assert words(note) in " ".join(ran.err.split())


def test_figures_open_to_their_findings(example: Page) -> None:
    ids = {found.get("id") for found in every(example.document, "//*[@id]")}
    links = [found.get("href", "") for found in every(example.document, "//a[starts-with(@href, '#')]")]
    assert len(links) > 80
    assert {link[1:] for link in links} <= ids
    findings = example.tables["findings"]
    listed = every(example.document, "//*[@data-listed]")
    assert sum(int(words(found).split()[0]) for found in listed) == len(findings)
    for found in listed:
        influence, _, direction = found.get("data-listed", "").rpartition(":")
        mine = findings[(findings["influence_id"] == influence) & (findings["direction"] == direction)]
        assert int(words(found).split()[0]) == len(mine)
        counted = example.document.xpath(
            f"count(//h4[*[@data-listed='{influence}:{direction}']]/following-sibling::ul[1]/li)"
        )
        assert counted == len(mine)


def test_what_is_not_recorded_is_said(example: Page) -> None:
    text = words(example.document)
    assert "PRISMA counts: not recorded" in text
    assert "Agreement of coders: not recorded" in text
    assert "Included papers are not a random sample" in text
    assert "\u201c" not in text, "the example holds paraphrases only, and none may stand in quotation marks"
    assert text.count("Paraphrase, not a quote:") >= 42
    assert set(example.tables["soqf"]["overall"]) == {"not judged"}
    assert len(example.tables["swim"]) == 10
    assert len(example.tables["entreq"]) == 21


def test_page_needs_nothing_else(browser: Browser, example: Page, place: Path) -> None:
    del example
    context = browser.new_context(offline=True)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((place / "r.html").as_uri())
    assert asked == [(place / "r.html").as_uri()]
    assert violations(page) == []
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.evaluate("[...document.querySelectorAll('table')].every(t => t.caption && t.caption.innerText)")
    assert page.evaluate("document.querySelectorAll('script').length") == 0
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.locator("#t-influences a[href='#f1']").first.click()
    assert page.url.endswith("#f1")
    href = page.locator("#t-influences caption a").get_attribute("href")
    assert href == "csv/influences.csv"
    context.close()


def test_hostile_words_stay_words(browser: Browser, tmp_path: Path) -> None:
    row = ",".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in (HOSTILE, HOSTILE, "helps", BIDI))
    table = f"paper,influence,effect,setting\n{row}\n=1+1,=cmd|x,hinders,@ward\n"
    folder = write_folder(tmp_path / "review", table=table, codebook=None)
    toml = folder / "review.toml"
    toml.write_text(
        toml.read_text(encoding="utf-8").replace('title = "T"', f"title = '''{HOSTILE}'''"), encoding="utf-8"
    )
    made = reported(folder, tmp_path)
    assert not wrong_numbers(made)
    source = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "\u202e" not in source
    assert "\u0007" not in source
    assert "U+202E" in source
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.goto((tmp_path / "r.html").as_uri())
    assert len(asked) == 1
    assert page.evaluate("document.querySelectorAll('script, img').length") == 0
    assert page.locator("h1").inner_text() == HOSTILE
    page.close()
    assert made.tables["findings"]["influence"].str.startswith("'=cmd").any(), "a formula must not run in a spreadsheet"


def test_review_without_papers(narragraph: Here, tmp_path: Path) -> None:
    (tmp_path / "review.toml").write_text('[review]\nid = "e"\ntitle = "E"\n', encoding="utf-8")
    made = reported(tmp_path, tmp_path)
    assert not wrong_numbers(made)
    assert not stray_digits(made)
    assert "Directions of report: not counted. There is no paper to count." in words(made.document)
    assert narragraph("report", tmp_path, "--out", tmp_path / "r.html").code == 0


def test_prisma_stands_in_it_when_it_is_recorded(narragraph: Here, tmp_path: Path) -> None:
    folder = write_review(tmp_path / "review")
    made = reported(folder, tmp_path)
    boxes = json.loads(narragraph("prisma", folder, "--json").out)["boxes"]
    printed = [(row["box"], row["column"], row["part"], row["count"]) for _, row in made.tables["prisma"].iterrows()]
    asked = [(b["box"], b["column"], b["part"] or "", str(b["count"])) for b in boxes if b["column"] != "cited"]
    assert printed == asked
    assert not wrong_numbers(made)
    assert every(made.document, "//figure//*[local-name() = 'svg']")
    assert "PRISMA counts: not recorded" not in words(made.document)


def test_decisions_on_a_text_give_quotes_and_agreement(tmp_path: Path) -> None:
    folder = curated_review(tmp_path / "review")
    low, time = "They also said that low pay drove colleagues away.", "Nobody had time for supervision."
    pay, training = shown(folder, low, "pay", "barrier"), shown(folder, time, "training", "barrier")
    for who in ("ann", "bob"):
        decide(folder, who, "1", decided(pay))
    decide(folder, "ann", "2", decided(training))
    made = reported(folder, tmp_path)
    assert not wrong_numbers(made)
    assert not stray_digits(made)
    quoted = [words(found) for found in every(made.document, "//blockquote/span[@class='quoted']")]
    assert set(quoted) == {f"\u201c{low}\u201d", f"\u201c{time}\u201d"}
    where = made.tables["passages"].set_index("quote").loc[low]
    assert TEXT[int(where["char_start"]) : int(where["char_end"])] == low
    assert f"characters {where['char_start']} to {where['char_end']}" in words(made.document)
    states = made.tables["findings"].groupby("states").size().to_dict()
    assert states == {"agreed": 1, "single": 1, "table": 3}
    assert (made.value("decisions"), made.value("curators"), made.value("findings_by_agreed")) == ("3", "2", "1")
    claims = made.tables["agreement"].iloc[0]
    assert (claims["of"], claims["candidates"], claims["coders"], float(claims["agreed"])) == ("claims", "1", "2", 1.0)
    assert "Agreement of coders: not recorded" not in words(made.document)


def test_sums_that_do_not_hold_are_told() -> None:
    box = {"box": "screened", "column": "databases", "part": None, "unit": "papers", "count": 3}
    besides = Besides("1", prisma=[box], wrong_sums=("papers = screened: 4 is not 3",))
    page = read(html(assembled(decided_tables(), besides, quotes=0)))
    assert "papers = screened: 4 is not 3" in words(one(page, "//section[@id='selection']"))
    assert "all sums of the flow hold" not in words(page)
    assert words(one(page, "//table[@id='t-prisma']/tbody/tr/th")) == "Papers screened"


CERQUAL = "influence_id,finding,methodological_limitations,coherence,adequacy,relevance,overall,explanation\n"


def test_judgements_of_people_are_shown_and_others_not_judged(tmp_path: Path) -> None:
    folder = shutil.copytree(EXAMPLE, tmp_path / "review", ignore=shutil.ignore_patterns(".narragraph"))
    rows = (
        "training; role-definition,Roles and training go together.,minor concerns,No or very minor concerns,"
        'serious concerns,minor concerns,Low,"Few papers, thin data"\n'
        "peer-network,,,,,,,\n"
    )
    (folder / "cerqual.csv").write_text("\ufeff" + CERQUAL + rows, encoding="utf-8")
    made = reported(folder, tmp_path)
    first, second = made.tables["soqf"].iloc[0], made.tables["soqf"].iloc[1]
    assert (first["overall"], first["coherence"], first["papers"]) == ("low", "no or very minor concerns", "8")
    assert (second["influence_id"], second["overall"], second["papers"]) == ("peer-network", "not judged", "0")
    assert (made.value("soqf"), made.value("soqf_judged")) == ("7", "1")
    assert "cerqual.csv" in set(made.tables["files"]["path"])
    row = words(one(made.document, "//*[@id='t-soqf']/tbody/tr[1]"))
    assert "Roles and training go together." in row
    assert "Few papers, thin data" in row
    assert not wrong_numbers(made)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (CERQUAL + "trainin,x,,,,,,\n", 'line 2: the codebook has no influence "trainin". Did you mean "training"?'),
        (
            CERQUAL + '\ntraining,"x\ny",,,,,good,\n',
            'line 3: overall says "good"; possible: high, moderate, low, very low',
        ),
        (CERQUAL + "training,x,some,,,,,\n", 'methodological_limitations says "some"'),
        ("influence_id,overal\n", 'line 1: "overal" is no column'),
        ("finding,overall\n", "the column influence_id is missing"),
        (CERQUAL + ",x,,,,,,\n", 'line 2: the codebook has no influence ""'),
        (b"influence_id,finding\ntraining,caf\xe9\n", "no UTF-8"),
    ],
)
def test_wrong_judgement_is_named(narragraph: Here, tmp_path: Path, content: str | bytes, said: str) -> None:
    folder = shutil.copytree(EXAMPLE, tmp_path / "review", ignore=shutil.ignore_patterns(".narragraph"))
    (folder / "cerqual.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
    ran = narragraph("report", folder, "--out", tmp_path / "r.html")
    assert ran.code == 3
    assert said in " ".join(ran.err.split())
    assert not (tmp_path / "r.html").exists()


def test_nothing_else_is_replaced(narragraph: Here, example: Page, place: Path, tmp_path: Path) -> None:
    del example
    mine = tmp_path / "mine.html"
    mine.write_text("<p>my own", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "notes.txt").write_text("keep", encoding="utf-8")
    out = tmp_path / "r.html"
    refused = (
        (("--out", mine), "is no earlier report"),
        (("--out", tmp_path), "is a folder"),
        (("--out", tmp_path / "no" / "r.html"), "is no folder"),
        (("--out", out, "--csv", tmp_path / "folder"), "holds something else"),
    )
    for options, said in refused:
        ran = narragraph("report", EXAMPLE, *options)
        assert (ran.code, said in " ".join(ran.err.split())) == (2, True), ran.err
    assert mine.read_text(encoding="utf-8") == "<p>my own"
    assert (tmp_path / "folder" / "notes.txt").exists()
    kept = place / "csv" / "my-own.csv"
    kept.write_text("a\n1\n", encoding="utf-8")
    ran = narragraph("report", EXAMPLE, "--out", place / "r.html", "--csv", place / "csv")
    assert (ran.code, "holds something else (my-own.csv)" in " ".join(ran.err.split())) == (2, True)
    kept.unlink()
    before = (place / "r.html").read_bytes()
    again = narragraph("report", EXAMPLE, "--out", place / "r.html", "--csv", place / "csv")
    assert again.code == 0
    assert (place / "r.html").read_bytes() == before, "the same revision gives the same report"


def test_word_document_says_what_the_page_says(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "review", review=PLAIN.replace('title = "T"', f"title = '''{HOSTILE}'''"))
    shutil.copytree(EXAMPLE, tmp_path / "example", ignore=shutil.ignore_patterns(".narragraph"))
    for place in (folder, tmp_path / "example"):
        made = reported(place, tmp_path, "--docx", str(tmp_path / f"{place.name}.docx"))
        document = Document(str(tmp_path / f"{place.name}.docx"))
        tables = [[[bare(cell.text) for cell in row.cells] for row in table.rows] for table in document.tables]
        printed = [
            [[bare("".join(cell.itertext())) for cell in row.xpath("./th | ./td")] for row in table.xpath(".//tr")]
            for table in every(made.document, "//table")
        ]
        assert tables == printed
        heads = [one.text for one in document.paragraphs if one.style and str(one.style.name).startswith("Heading")]
        assert list(map(bare, heads)) == [bare(words(found)) for found in every(made.document, "//h2 | //h3 | //h4")]
        assert bare(document.paragraphs[0].text) == bare(words(one(made.document, "//h1")))
        xml = document.element.xml
        marks = set(re.findall(r'<w:bookmarkStart [^>]*w:name="([^"]+)"', xml))
        links = re.findall(r'<w:hyperlink w:anchor="([^"]+)"', xml)
        assert len(links) == len(every(made.document, "//main//a[starts-with(@href, '#')]"))
        assert set(links) <= marks


def bare(text: str) -> str:
    """Without blanks: a list in a cell has line ends in the one and bullets in the other."""
    return "".join(text.split())


def test_word_document_is_the_same_every_time_and_never_lost(
    narragraph: Here, example: Page, place: Path, tmp_path: Path
) -> None:
    del example
    page = (place / "r.html").read_text(encoding="utf-8")
    assert word(page) == word(page)
    mine = tmp_path / "mine.docx"
    mine.write_bytes(b"what I wrote")
    ran = narragraph("report", EXAMPLE, "--out", tmp_path / "r.html", "--docx", mine)
    assert (ran.code, "is there already" in ran.err) == (2, True)
    assert mine.read_bytes() == b"what I wrote"


def test_folder_with_problems_gives_no_report(narragraph: Here, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "review", table="paper,influence,effect,setting\nA,Training,maybe,Clinic\n")
    ran = narragraph("report", folder, "--out", tmp_path / "r.html")
    assert ran.code == 3
    assert "maybe" in ran.err
    assert not (tmp_path / "r.html").exists()


def test_page_on_stdout_is_the_page(narragraph: Here) -> None:
    ran = narragraph("report", EXAMPLE, "--out", "-", "--quotes", 0)
    assert ran.code == 0
    assert ran.out.startswith("<!DOCTYPE html>")
    assert not re.search(r'href="(?!#|data:)', ran.out), "without --csv nothing outside the page is linked"


@pytest.mark.data
def test_telemedicine_is_its_recount(narragraph: Here, data_dir: Path, tmp_path: Path) -> None:
    folder = tmp_path / "tm"
    source = data_dir / "telemedicine_umbrella" / "reviews.csv"
    assert narragraph("init", folder, "--from", source).code == 0
    for name in ("codebook.csv", "terms.csv"):
        shutil.copy(ROOT / "tests" / "data" / "telemedicine_themes" / name, folder / name)
    made = reported(folder, tmp_path)
    assert not wrong_numbers(made)
    assert not stray_digits(made)
    rows = pd.read_csv(source, dtype=str, keep_default_na=False)
    cells = rows.assign(paper=range(len(rows)))[["paper", "Barriers"]]
    cells["phrase"] = cells["Barriers"].str.split("\n")
    phrases = cells.explode("phrase")
    phrases["phrase"] = phrases["phrase"].str.strip().str.casefold()
    count = phrases[phrases["phrase"] != ""].groupby("phrase")["paper"].nunique()
    found = made.tables["influences"].assign(folded=lambda table: table["name"].str.casefold()).set_index("folded")
    for phrase in ("privacy concerns", "language barriers", "poor internet"):
        assert int(found.loc[phrase, "barrier_papers"]) == count[phrase]
    assert made.value("papers") == str(len(rows)) == "133"
    assert set(found["looked_for_papers"]) == {""}, "nobody stated what was looked for: no share may be given"
    assert "Not known in any row, and not shown: Of those read for it, Share" in words(made.document)


@pytest.mark.data
def test_niblse_is_its_recount(narragraph: Here, data_dir: Path, tmp_path: Path) -> None:
    """Two header rows, flags, parents, regions, and answers that were looked at for every code: the first twenty."""
    source = data_dir / "niblse_survey" / "q06_barriers_implementation.csv"
    whole = pd.read_csv(source, dtype=str, keep_default_na=False, header=None)
    answer = int(whole.loc[1].str.startswith("In your opinion").to_numpy().argmax())
    answered = whole.index.isin([0, 1]) | (whole[answer].str.strip() != "")
    part = pd.concat([whole[answered].head(22), whole[~answered].head(5)])
    folder = tmp_path / "nib"
    assert narragraph("init", folder, "--from", source).code == 0
    part.to_csv(folder / "tables" / source.name, index=False, header=False)
    made = reported(folder, tmp_path)
    assert not wrong_numbers(made)
    assert not stray_digits(made)
    assert all(said == cell for said, cell in texts(made))
    rows = part.iloc[2:22].set_axis([" ".join(name.split()) for name in part.iloc[1]], axis=1)
    found = made.tables["influences"].set_index("name")
    flags = rows[list(found.index)] == "1"
    assert len(found) == 28 > int((flags.sum() > 0).sum()) > 10, "a code that nobody gave is zero, not missing"
    for name, some in flags.sum().items():
        said = found.loc[str(name)]
        low, high = wilson(int(some), 20)
        assert (said["papers"], said["barrier_papers"], said["not_reported_papers"]) == (
            *(str(some),) * 2,
            str(20 - some),
        )
        assert [float(said[end]) for end in ("share_low", "share_high")] == pytest.approx([low, high], abs=1e-9)
    placed = flags.groupby(rows["Region"]).sum()
    by_setting = made.tables["directions_by_setting"]
    assert len(by_setting) > 10
    for _, row in by_setting.iterrows():
        assert int(row["barrier"]) == placed.loc[row["setting"], row["name"]]
    together = flags.astype(int).T @ flags.astype(int)
    for _, row in made.tables["pairs"].iterrows():
        assert int(row["shared"]) == together.loc[row["a_name"], row["b_name"]]
    longest = flags.sum(axis=1).loc[lambda each: each > 0]
    assert sorted(map(int, made.tables["concentration"]["findings"])) == sorted(longest)
    assert (made.value("papers"), made.value("findings")) == ("20", str(int(flags.to_numpy().sum())))
