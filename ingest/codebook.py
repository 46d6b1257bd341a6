"""codebook.csv, terms.csv and phrases.csv: which words name which influence."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from graph.codebook_rows import InfluenceRow
from graph.errors import CodebookError, TableError, near_misses
from graph.ids import draft_influence_id, fold
from graph.links import lies_elsewhere
from graph.model import InfluenceStatus
from graph.terms import Strength, Term
from ingest.csv_text import decode, rows_of, separator_of
from ingest.problems import Problems

MOST_BYTES = 100_000_000
"""Of each file of the codebook."""
CODEBOOK = "codebook.csv"
TERMS = "terms.csv"
PHRASES = "phrases.csv"
CODEBOOK_COLUMNS = ("influence_id", "name", "parent_id", "definition", "includes", "excludes", "example", "status")


@dataclass(frozen=True, slots=True)
class Influence(InfluenceRow):
    """One codebook entry; `level` counts its ancestors."""

    level: int = 0


@dataclass(frozen=True)
class Codebook:
    """The influences by id, and the folded words that name one: ids, names, assigned phrases, strong terms.

    `terms` are those that texts are searched for, weak ones too.
    """

    influences: Mapping[str, Influence] = field(default_factory=dict)
    named: Mapping[str, str] = field(default_factory=dict)
    assigned: Mapping[str, str] = field(default_factory=dict)
    version: str | None = None
    terms: tuple[Term, ...] = ()
    phrases: Mapping[str, str] = field(default_factory=dict)
    """The folded phrases that were assigned by hand; `assigned` has them, too."""
    moved: Mapping[str, str] = field(default_factory=dict)
    """Id of an influence that went into another -> that other."""
    later: frozenset[str] = frozenset()
    """Influences that came after extraction, so that no round can have looked for them."""

    def find(self, text: str) -> str | None:
        """The influence that a name, id, assigned phrase or strong term stands for."""
        folded = fold(text)
        return self.named.get(folded) or self.assigned.get(folded)

    def near(self, text: str) -> tuple[str, ...]:
        """Names that look like `text`."""
        return near_misses(text, [influence.name for influence in self.influences.values()])


def draft(phrase: str) -> Influence:
    """A free phrasing as an influence of its own, until somebody assigns it."""
    return Influence(draft_influence_id(phrase), " ".join(phrase.split()), status=InfluenceStatus.DRAFT)


def read_codebook(folder: Path, problems: Problems) -> tuple[Codebook, dict[str, str]]:
    """The codebook of a folder, empty when there is none, and the SHA-256 of each file that was read."""
    inputs: dict[str, str] = {}
    influences = _influences(records_of(folder, CODEBOOK, CODEBOOK_COLUMNS[:2], inputs, problems), problems)
    named = _names(influences, problems)
    assigned: dict[str, str] = {}
    terms = _terms(records_of(folder, TERMS, ("influence_id", "term"), inputs, problems), influences, problems)
    for term in terms:
        if term.strength is Strength.STRONG:
            said = (term.row or 0, term.text, term.influence_id)
            _assign(assigned, TERMS, said, influences, problems)
            _contradicts(TERMS, said, named, problems)
    by_hand = records_of(folder, PHRASES, ("phrase", "influence_id"), inputs, problems)
    for row, record in by_hand:
        _assign(assigned, PHRASES, (row, record["phrase"], record["influence_id"]), influences, problems)
        _contradicts(PHRASES, (row, record["phrase"], record["influence_id"]), named, problems)
    hashes = "\n".join(f"{name} {inputs[name]}" for name in sorted(inputs))
    version = hashlib.sha256(hashes.encode()).hexdigest()[:12] if inputs else None
    phrases = {fold(record["phrase"]): record["influence_id"] for _, record in by_hand}
    return Codebook(influences, named, assigned, version, terms, phrases), inputs


def strong_words(terms: Iterable[Term]) -> dict[str, str]:
    """The folded terms that name an influence by themselves."""
    return {fold(term.text): term.influence_id for term in terms if term.strength is Strength.STRONG}


def _terms(
    records: list[tuple[int, dict[str, str]]], influences: Mapping[str, Influence], problems: Problems
) -> tuple[Term, ...]:
    """The terms of terms.csv; those of influences that are unknown are kept, because `_assign` reports strong ones."""
    found = []
    for row, record in records:
        where = f"{TERMS}, row {row}"
        strength = record.get("strength", "").casefold() or Strength.STRONG.value
        if strength not in {member.value for member in Strength}:
            words = " or ".join(member.value for member in Strength)
            message = f'the strength "{record["strength"]}" is not {words}.'
            near = near_misses(strength, [member.value for member in Strength])
            problems.add(CodebookError(message, path=where, term=record["term"], near=near))
            continue
        id_, language = record["influence_id"], record.get("language") or None
        if strength == Strength.WEAK and id_ not in influences:
            near = near_misses(id_, influences)
            problems.add(CodebookError(f'"{id_}" is not an influence of {CODEBOOK}.', path=where, term=id_, near=near))
        found.append(Term(id_, record["term"], language, Strength(strength), row))
    return tuple(found)


def records_of(
    folder: Path, name: str, needed: tuple[str, ...], inputs: dict[str, str], problems: Problems
) -> list[tuple[int, dict[str, str]]]:
    """The records of a csv file by (row, {column: stripped cell}); nothing when the file is absent or empty."""
    file = folder / name
    if not file.is_file():
        return []
    if lies_elsewhere(folder, file):
        message = "it is a link to a place outside the review folder."
        problems.add(TableError(name, message, rule="path", fix="Copy the file into the folder."))
        return []
    if file.stat().st_size > MOST_BYTES:
        message = f"it has more than {MOST_BYTES // 1_000_000} MB."
        problems.add(TableError(name, message, rule="size", fix="Take out what is no codebook."))
        return []
    content = file.read_bytes()
    inputs[name] = hashlib.sha256(content).hexdigest()
    try:
        text = decode(content, name).text
        rows = rows_of(text, name, separator_of(text, name, 1))
    except TableError as error:
        problems.add(error)
        return []
    if not rows:
        return []
    header = [cell.strip() for cell in rows[0]]
    for column in needed:
        if column not in header:
            near = near_misses(column, header)
            fix = f'It has "{near[0]}" instead.' if near else f"The header is: {', '.join(header)}."
            problems.add(TableError(name, f'the column "{column}" is missing.', row=1, rule="missing column", fix=fix))
            return []
    found = []
    for number, row in enumerate(rows[1:], start=2):
        cells = [cell.strip() for cell in row] + [""] * (len(header) - len(row))
        if any(cells):
            found.append((number, dict(zip(header, cells, strict=False))))
    return found


def _influences(records: list[tuple[int, dict[str, str]]], problems: Problems) -> dict[str, Influence]:
    found: dict[str, Influence] = {}
    for row, record in records:
        id_ = record["influence_id"]
        where = f"{CODEBOOK}, row {row}"
        if not id_ or not record["name"]:
            problems.add(CodebookError("influence_id and name must not be blank.", path=where))
        elif id_ in found:
            problems.add(CodebookError(f'the influence_id "{id_}" stands here a second time.', path=where, term=id_))
        else:
            found[id_] = _influence(id_, record, where, problems)
    for influence in found.values():
        if influence.parent_id and influence.parent_id not in found:
            message = f'"{influence.id}" names the parent_id "{influence.parent_id}", which is no influence.'
            near = near_misses(influence.parent_id, found)
            problems.add(CodebookError(message, path=CODEBOOK, term=influence.parent_id, near=near))
    return leveled(found, problems)


def leveled(found: Mapping[str, Influence], problems: Problems) -> dict[str, Influence]:
    """The influences with their levels; a circle is a problem."""
    return {id_: _with_level(influence, found, problems) for id_, influence in found.items()}


def _influence(id_: str, record: dict[str, str], where: str, problems: Problems) -> Influence:
    status = record.get("status", "").casefold() or InfluenceStatus.ACTIVE.value
    if status not in {member.value for member in InfluenceStatus}:
        words = ", ".join(member.value for member in InfluenceStatus)
        problems.add(CodebookError(f'the status "{status}" is not one of {words}.', path=where, term=id_))
        status = InfluenceStatus.ACTIVE.value
    parent, definition, includes, excludes, example = (
        record.get(name) or None for name in ("parent_id", "definition", "includes", "excludes", "example")
    )
    name = record["name"]
    return Influence(id_, name, parent, definition, includes, excludes, example, InfluenceStatus(status))


def _with_level(influence: Influence, known: Mapping[str, Influence], problems: Problems) -> Influence:
    chain = [influence.id]
    at = influence
    while at.parent_id and at.parent_id in known:
        if at.parent_id in chain:
            loop = " -> ".join([*chain[chain.index(at.parent_id) :], at.parent_id])
            if influence.id == min(chain[chain.index(at.parent_id) :]):  # one error a cycle
                message = f"parent_id runs in a circle: {loop}. Take one parent out."
                problems.add(CodebookError(message, path=CODEBOOK, term=influence.id))
            break
        at = known[at.parent_id]
        chain.append(at.id)
    return replace(influence, level=len(chain) - 1)


def _names(influences: Mapping[str, Influence], problems: Problems) -> dict[str, str]:
    named: dict[str, str] = {}
    for influence in influences.values():
        for word in {fold(influence.id), fold(influence.name)}:
            if named.setdefault(word, influence.id) != influence.id:
                message = f'"{word}" names two influences: {named[word]} and {influence.id}. Rename one.'
                problems.add(CodebookError(message, path=CODEBOOK, term=word))
    return named


def _assign(
    assigned: dict[str, str],
    path: str,
    said: tuple[int, str, str],
    influences: Mapping[str, Influence],
    problems: Problems,
) -> None:
    row, phrase, id_ = said
    where = f"{path}, row {row}"
    if id_ not in influences:
        near = near_misses(id_, influences)
        problems.add(CodebookError(f'"{id_}" is not an influence of {CODEBOOK}.', path=where, term=id_, near=near))
    elif assigned.setdefault(fold(phrase), id_) != id_:
        message = f'"{phrase}" is assigned to two influences: {assigned[fold(phrase)]} and {id_}.'
        problems.add(CodebookError(message, path=where, term=phrase))


def _contradicts(path: str, said: tuple[int, str, str], named: Mapping[str, str], problems: Problems) -> None:
    """A phrase that is the name of an influence can stand for no other."""
    row, phrase, id_ = said
    owner = named.get(fold(phrase), id_)
    if owner != id_:
        message = f'"{phrase}" is the name of {owner}, so it cannot stand for {id_}.'
        problems.add(CodebookError(message, path=f"{path}, row {row}", term=phrase))
