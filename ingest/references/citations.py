"""Reference lists: files in citations/ (pairs, or works of OpenAlex or Crossref as JSON), and those of the full texts.

Sources: OpenAlex "Work object" (id, doi, title, publication_year, referenced_works); Crossref REST API "Work"
(DOI, title, reference with DOI).
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graph.documents import PaperText
from graph.errors import ReferencesError
from graph.ids import normal_doi
from graph.links import lies_elsewhere
from ingest.references.decoded import MOST_BYTES, decoded, json_of

FOLDER = "citations"
LOG = "asked.csv"
"""What `narragraph enrich` asked and got; it holds no citations itself."""
COLUMNS = ("citing", "cited")
_OPENALEX = re.compile(r"(?:https?://openalex\.org/)?(W\d+)", re.IGNORECASE)
_KINDS = {".csv", ".json", ".jsonl", ".ndjson"}


@dataclass(frozen=True, slots=True)
class Work:
    """What a file says of a work."""

    doi: str | None = None
    title: str | None = None
    year: int | None = None


@dataclass
class Citations:
    """Pairs (citing, cited) of keys: `doi:...`, `pmid:...`, `openalex:W...`, or the id as it is written; works."""

    pairs: dict[tuple[str, str], str] = field(default_factory=dict)
    """Pair -> the file that gives it first."""
    works: dict[str, Work] = field(default_factory=dict)
    without_doi: int = 0
    """Entries of Crossref's reference lists that have no DOI: they cannot be told apart."""
    in_texts: int = 0
    """Entries of reference lists of full texts; `unnamed` of them have neither DOI nor PubMed id."""
    unnamed: int = 0
    problems: list[ReferencesError] = field(default_factory=list)
    inputs: dict[str, str] = field(default_factory=dict)

    def add(self, citing: str, cited: str, path: str) -> None:
        """Keep a pair once."""
        self.pairs.setdefault((citing, cited), path)

    def know(self, key: str, work: Work) -> None:
        """Keep what the first file says of a work; a later one fills what it leaves open."""
        known = self.works.get(key, Work())
        self.works[key] = Work(known.doi or work.doi, known.title or work.title, known.year or work.year)


def add_texts(citations: Citations, texts: Iterable[PaperText]) -> None:
    """Add what full texts cite by DOI or PubMed id; titles are never matched."""
    for text in texts:
        for work in text.text.references:
            citations.in_texts += 1
            keys = [f"doi:{work.doi}"] if work.doi else []
            keys += [f"pmid:{work.pmid}"] if work.pmid else []
            if not keys:
                citations.unnamed += 1
                continue
            citations.add(text.paper_id, keys[0], text.path)
            for key in keys:
                citations.know(key, Work(work.doi, work.title, work.year))


def read_citations(folder: Path) -> Citations:
    """Read citations/ of a review folder. What is wrong with a file is told in `problems`; the others go on."""
    found = Citations()
    home = folder / FOLDER
    files = sorted(home.rglob("*")) if home.is_dir() else []
    for file in files:
        if not file.is_file() or file.name.startswith(".") or file.name == LOG or file.suffix.lower() == ".md":
            continue
        path = file.relative_to(folder).as_posix()
        try:
            _read(file, folder, path, found)
        except ReferencesError as error:
            found.problems.append(error)
    return found


def _read(file: Path, folder: Path, path: str, into: Citations) -> None:
    if lies_elsewhere(folder, file):
        raise ReferencesError(path, "it is a link to a place outside the review folder.", rule="path")
    if file.suffix.lower() not in _KINDS:
        raise ReferencesError(path, "it is no csv, json or jsonl.", rule="extension", fix="Save it as one of these.")
    if file.stat().st_size > MOST_BYTES:
        raise ReferencesError(path, "it is larger than 2 GB.", rule="size", fix="Cut it into several files.")
    content = file.read_bytes()
    text = decoded(content, path).text
    if file.suffix.lower() == ".csv":
        try:
            _table(text, path, into)
        except csv.Error as error:
            message = f"its quoting is broken ({error})."
            raise ReferencesError(path, message, rule="quoting", fix="Close the quote, or export it again.") from None
    else:
        for number, work in enumerate(_works(text, path), start=1):
            _work(work, path, number, into)
    into.inputs[path] = hashlib.sha256(content).hexdigest()


def _table(text: str, path: str, into: Citations) -> None:
    rows = csv.DictReader(io.StringIO(text, newline=""))
    missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
    if missing:
        fix = "Its columns are citing and cited (paper ids or DOIs), and cited_title and cited_year if you like."
        raise ReferencesError(path, f"it has no column {', '.join(missing)}.", line=1, rule="columns", fix=fix)
    for row in rows:
        citing, cited = (str(row[name] or "").strip() for name in COLUMNS)
        if not citing and not cited:
            continue
        if not citing or not cited:
            message = "a citation needs both citing and cited."
            raise ReferencesError(path, message, line=rows.line_num, rule="blank", fix="Fill the cell.")
        into.add(key_of(citing), key_of(cited), path)
        into.know(key_of(cited), Work(normal_doi(cited), row.get("cited_title") or None, _year(row.get("cited_year"))))


def _works(text: str, path: str) -> Iterator[Any]:
    """The works of a JSON document in one of the shapes in which they are handed out, or of one on each line."""
    try:
        if path.lower().endswith(".json"):
            said = json_of(text)
        else:
            said = [json_of(line) for line in text.splitlines() if line.strip()]
    except (ValueError, RecursionError) as error:
        raise ReferencesError(path, f"its JSON is broken ({error}).", rule="json", fix="Export it again.") from None
    if isinstance(said, dict):
        said = said.get("message", said)
    if isinstance(said, dict):
        said = next((said[name] for name in ("results", "items") if isinstance(said.get(name), list)), [said])
    yield from said if isinstance(said, list) else [said]


def _work(said: Any, path: str, number: int, into: Citations) -> None:
    """One work of OpenAlex (`referenced_works`) or Crossref (`DOI`)."""
    if isinstance(said, dict) and _OPENALEX.fullmatch(str(said.get("id"))):
        key = key_of(str(said["id"]))
        title = said.get("title") or said.get("display_name")
        into.know(key, Work(normal_doi(str(said.get("doi") or "")), _text(title), _year(said.get("publication_year"))))
        for cited in _list(said.get("referenced_works")):
            into.add(key, key_of(str(cited)), path)
    elif isinstance(said, dict) and isinstance(said.get("DOI"), str) and (doi := normal_doi(said["DOI"])):
        titles = _list(said.get("title"))
        into.know(f"doi:{doi}", Work(doi, _text(titles[0] if titles else None)))
        for cited in _list(said.get("reference")):
            named = normal_doi(str(cited.get("DOI") or "")) if isinstance(cited, dict) else None
            if named is None:
                into.without_doi += 1
                continue
            into.add(f"doi:{doi}", f"doi:{named}", path)
            into.know(f"doi:{named}", Work(named, _text(cited.get("article-title")), _year(cited.get("year"))))
    else:
        fix = "A work of OpenAlex has an `id`, one of Crossref a `DOI`."
        raise ReferencesError(path, f"work {number} is neither OpenAlex's nor Crossref's.", rule="work", fix=fix)


def key_of(said: str) -> str:
    """`doi:...` of anything with a DOI in it, `openalex:W...`, else the words as they are."""
    doi = normal_doi(said)
    if doi:
        return f"doi:{doi}"
    work = _OPENALEX.fullmatch(said.strip())
    return f"openalex:{work[1].upper()}" if work else said.strip()


def _list(said: Any) -> list[Any]:
    return said if isinstance(said, list) else []


def _text(said: Any) -> str | None:
    return " ".join(said.split()) or None if isinstance(said, str) else None


def _year(said: Any) -> int | None:
    found = re.fullmatch(r"([12]\d{3})[a-z]?", str(said).strip()) if said is not None else None
    return int(found[1]) if found else None
