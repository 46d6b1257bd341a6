"""How a release is cited, for people and for programs: CITATION.cff, README.md and one line.

Source: Citation File Format 1.2.0, Guide to the schema (2021).
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from graph.export import LICENCES
from graph.release_model import (
    CRATE,
    FACTS,
    INPUTS,
    MANIFEST,
    SURVEY,
    UNKNOWN_AUTHORS,
    UNKNOWN_LICENCE,
    Author,
    Release,
)


def citation_line(release: Release) -> str:
    """The citation as one line."""
    names = "; ".join(_as_listed(author) for author in release.authors) or "Authors unknown"
    title = release.title.rstrip(".")
    doi = f" https://doi.org/{release.doi}" if release.doi else ""
    return f"{names} ({release.date[:4]}). {title} (version {release.version}) [Data set].{doi}"


def citation_file(release: Release) -> str:
    """CITATION.cff. Unknown authors are called so, because the format does not go without authors."""
    return "\n".join(_citation(release)) + "\n"


def _as_listed(author: Author) -> str:
    return author.name or ", ".join(part for part in (author.family, author.given) if part)


def _citation(release: Release) -> Iterator[str]:
    yield "cff-version: 1.2.0"
    yield "type: dataset"
    yield f"title: {_quoted(release.title)}"
    yield 'message: "Please cite this release with its version and revision."'
    yield "authors:"
    for author in release.authors or (Author(name=UNKNOWN_AUTHORS),):
        said = {"family-names": author.family, "given-names": author.given, "name": author.name}
        said |= {"orcid": author.orcid, "affiliation": author.affiliation if author.family else None}
        lines = [f"{key}: {_quoted(value)}" for key, value in said.items() if value]
        yield f"  - {lines[0]}"
        yield from (f"    {line}" for line in lines[1:])
    yield f"version: {_quoted(release.version)}"
    yield f"date-released: {_quoted(release.date)}"
    if release.doi:
        yield f"doi: {_quoted(release.doi)}"
    if release.licence:
        key = "license-url" if release.licence == release.licence_address else "license"
        yield f"{key}: {_quoted(release.licence)}"
    if release.question:
        yield f"abstract: {_quoted(release.question)}"
    yield "identifiers:"
    yield "  - type: other"
    yield f"    value: {_quoted(release.revision)}"
    yield '    description: "Revision: SHA-256 over the paths and hashes of the inputs"'


def _quoted(text: str) -> str:
    # Every JSON string is a double-quoted string of YAML 1.2; DEL and the C1 controls must be escaped there as well.
    said = json.dumps(text, ensure_ascii=False)
    return "".join(
        f"\\u{ord(one):04x}" if "\x7f" <= one <= "\x9f" or one in "\u2028\u2029\ufeff" else one for one in said
    )


def readme(release: Release) -> str:
    """README.md: what this is, how to cite it, what is left out, whose it is, and how to check it."""
    return "\n".join(_readme(release)) + "\n"


def _readme(release: Release) -> Iterator[str]:
    yield f"# {_plain(release.title)}"
    yield ""
    if release.question:
        yield f"{_plain(release.question)}\n"
    yield f"- version: {release.version}"
    yield f"- date: {release.date}"
    yield f"- authors: {'; '.join(_plain(one.whole) for one in release.authors) or UNKNOWN_AUTHORS}"
    yield f"- licence: {release.licence_address or UNKNOWN_LICENCE}"
    yield f"- DOI: {release.doi or 'unknown: review.toml names none under [release]'}"
    yield f"- revision: {release.revision}"
    yield f"- made with: narragraph {release.narragraph_version}"
    yield f"\n## To cite\n\n{_plain(citation_line(release))}"
    yield "\n## What is inside\n"
    yield f"- `{INPUTS}/`: the review folder: counting rules, tables, codebook, decisions. The rest is made from it."
    yield "- `report/report.html`: the report, readable without a network; `report/tables/`: its numbers as CSV."
    yield "- `graph/csv/`, `graph/parquet/`: nodes and relationships; `manifest.json` says what they mean."
    yield "- `codebook.ttl`: the codebook as SKOS, when there is one."
    yield f"- `{CRATE}`: all files described for programs (RO-Crate 1.2); `{FACTS}`: the facts of the release."
    yield f"\n## What is not inside\n\n{left_out_said(release)}"
    yield "\nSuggestions of programs, caches and tokens are in no release. Decisions on passages that several people"
    yield "code blind are in it only when all of them have decided."
    yield f"\n## Whose it is\n\n{whose_said(release)}"
    yield f"\n## To check it\n\n```sh\nsha256sum -c {MANIFEST}\nnarragraph release --verify .\n```\n"
    yield "The first says whether each file is as it was released; the second also makes it all again from the inputs."


def left_out_said(release: Release) -> str:
    """What is not inside, in a sentence or two."""
    if SURVEY in release.files:
        answers = (
            f"What people answered in the survey stays with the team; inputs/{SURVEY} has what may be shown of it."
        )
        return answers if not release.left_out else f"{answers} {_left_to_publishers(release)}"
    return _left_to_publishers(release) if release.left_out else "Every file that was read is inside."


def _left_to_publishers(release: Release) -> str:
    texts = sum(path.startswith("texts/") for path in release.left_out)
    parts = [f"{texts:,} full text{'s' * (texts != 1)} (texts/)"] if texts else []
    others = len(release.left_out) - texts
    parts += [f"{others:,} file{'s' * (others != 1)} of exported records (references/)"] if others else []
    return (
        f"{' and '.join(parts)}: they belong to their publishers. {FACTS} has the SHA-256 of each, so that whoever "
        "has the files can tell that they are the same."
    )


def whose_said(release: Release) -> str:
    """Whose the parts are, in two sentences."""
    if release.licence is None:
        return f"{LICENCES['quotes']} {LICENCES['codings']}"
    team = f"Codings, codebook, decisions and notes are the review team's, who give them under {release.licence}."
    return f"{LICENCES['quotes']} {team}"


def _plain(text: str) -> str:
    """Words of the review on one line, that Markdown does not take for its own."""
    return "".join(f"\\{one}" if one in "\\`*_[]<>#|" else one for one in " ".join(text.split()))
