"""Which paper a text is of, by stated rules in a stated order; what no rule tells is reported, never guessed.

1. `[texts] files` in review.toml names it. 2. A table names it (`text` in [table.paper]). 3. The text gives its own
DOI (JATS, TEI, HTML) and a paper has it. 4. The file is named like the paper's id or DOI: compared are letters and
digits alone, so `10.1192_pb.bp.116.053819.xml` is `doi:10.1192/pb.bp.116.053819`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from graph.documents import StoredText, TextFormat
from graph.errors import TextError, near_misses
from graph.ids import normal_doi, paper_id

FOLDER = "texts"
_RANK = (TextFormat.JATS, TextFormat.TEI, TextFormat.HTML, TextFormat.DOCX, TextFormat.PDF, TextFormat.TXT)
_FIRST_PAGE = 6000


@dataclass(frozen=True)
class ReadText:
    """A text that was read and not yet given to a paper; `path` lies in the review folder."""

    path: str
    file_sha256: str
    text: StoredText


@dataclass(frozen=True)
class Known:
    """What the review says of papers and files: ids with their DOIs, and the papers that `files` and tables name."""

    papers: Mapping[str, str | None]
    files: Mapping[str, str] = field(default_factory=dict)
    named: Mapping[str, Collection[str]] = field(default_factory=dict)
    add_new: bool = False


@dataclass(frozen=True)
class Match:
    """A text, its paper, and the rule that says so; `new` when no table has the paper."""

    read: ReadText
    paper_id: str
    rule: str
    new: bool = False


def match(texts: Sequence[ReadText], known: Known) -> tuple[list[Match], list[TextError]]:
    """The paper of every text, and one problem for every text or name that cannot be used."""
    problems: list[TextError] = []
    files = _by_name({name: {paper} for name, paper in known.files.items()}, texts, "[texts] files names", problems)
    named = _by_name(known.named, texts, "a table names", problems)
    found: list[Match] = []
    for read in texts:
        told = _told(read, known, files, named)
        if isinstance(told, TextError):
            problems.append(told)
        else:
            found.append(told)
    return _one_each(found, problems), problems


def _told(
    read: ReadText, known: Known, files: Mapping[str, Collection[str]], named: Mapping[str, Collection[str]]
) -> Match | TextError:
    for rule, said in (("review.toml names the file", files), ("a table names the file", named)):
        papers = sorted(said.get(read.path, ()))
        if len(papers) > 1:
            message = f"it is named for {len(papers)} papers ({', '.join(papers[:3])})."
            return TextError(read.path, message, rule="two papers", fix="Name it for one of them.")
        if papers and papers[0] not in known.papers:
            near = near_misses(papers[0], known.papers)
            hint = f' Did you mean "{near[0]}"?' if near else ""
            message = f'review.toml says that it is "{papers[0]}", which is no paper.{hint}'
            return TextError(read.path, message, rule="unknown paper", fix="Correct it under [texts] files.")
        if papers:
            return Match(read, papers[0], rule)
    return _by_doi(read, known) or _by_stem(read, known) or _unmatched(read, known)


def _by_doi(read: ReadText, known: Known) -> Match | None:
    doi = read.text.about.doi
    papers = [] if doi is None else [paper for paper, has in known.papers.items() if doi in {has, paper[4:]}]
    return Match(read, min(papers), "the text gives its DOI") if papers else None


def _by_stem(read: ReadText, known: Known) -> Match | TextError | None:
    stem = _plain(PurePosixPath(read.path).stem)
    papers = [
        paper
        for paper, doi in known.papers.items()
        if stem and stem in {_plain(paper), _plain(paper.partition(":")[2]), _plain(doi or "")}
    ]
    if len(papers) > 1:
        message = f"its name fits {len(papers)} papers ({', '.join(sorted(papers)[:3])})."
        return TextError(read.path, message, rule="two papers", fix="Name it under [texts] files in review.toml.")
    return Match(read, papers[0], "the file is named like the paper") if papers else None


def _unmatched(read: ReadText, known: Known) -> Match | TextError:
    if known.add_new:
        doi = read.text.about.doi
        stem = PurePosixPath(read.path).stem
        return Match(read, paper_id(doi=doi, parts=[stem]), "no table has the paper", new=True)
    said = read.text.about.doi or normal_doi(read.text.text[:_FIRST_PAGE])
    owner = next((paper for paper, has in known.papers.items() if said and said in {has, paper[4:]}), None)
    hint = f" Its first page names {said}, the DOI of {owner}: check that." if owner else ""
    if said and not owner:
        hint = f" Its DOI seems to be {said}, which no paper has."
    fix = (
        "Name it under [texts] files in review.toml, call it like its paper, or let every such text be a paper: "
        'new = "included" under [texts].'
    )
    return TextError(read.path, f"it is not clear which paper this is.{hint}", rule="no paper", fix=fix)


def _one_each(found: list[Match], problems: list[TextError]) -> list[Match]:
    """One text for each paper, unless review.toml or a table names several: two files of one article are one paper."""
    kept: list[Match] = []
    by_paper: dict[str, list[Match]] = {}
    for one in found:
        by_paper.setdefault(one.paper_id, []).append(one)
    for matches in by_paper.values():
        named = [one for one in matches if one.rule in {"review.toml names the file", "a table names the file"}]
        best = min(matches, key=lambda one: (_RANK.index(one.read.text.format), one.read.path))
        kept += named or [best]
        for other in matches:
            if other not in (named or [best]):
                used = (named or [best])[0].read.path
                message = f"it is the same paper as {used} ({other.paper_id}), which is used; this one is not."
                fix = "Remove one of the two, or name both under [texts] files."
                problems.append(TextError(other.read.path, message, rule="same paper", fix=fix))
    return sorted(kept, key=lambda one: one.read.path)


def _by_name(
    said: Mapping[str, Collection[str]], texts: Sequence[ReadText], who: str, problems: list[TextError]
) -> dict[str, Collection[str]]:
    """Names as people write them -> paths of texts; the folder and the extension may be left out."""
    full = {_folded(read.path): read.path for read in texts}
    stems: dict[str, list[str]] = {}
    for read in texts:
        stems.setdefault(_folded(str(PurePosixPath(read.path).with_suffix(""))), []).append(read.path)
    found: dict[str, set[str]] = {}
    for name, papers in said.items():
        spelled = _folded(f"{FOLDER}/{name.strip().replace(chr(92), '/').removeprefix(f'{FOLDER}/')}")
        paths = [full[spelled]] if spelled in full else stems.get(spelled, [])
        if len(paths) != 1:
            many = "no file of this name can be read" if not paths else f"{len(paths)} files have this name"
            fix = "Put it into texts/, or correct the name." if not paths else "Give the extension too."
            message = f'{who} "{name}", but {many} there.'
            problems.append(TextError(f"{FOLDER}/{name}", message, rule="named file", fix=fix))
        for path in paths if len(paths) == 1 else ():
            found.setdefault(path, set()).update(papers)
    return dict(found)


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())
