"""The description of a release as RO-Crate 1.2: every file with its hash, whose it is, and what made it.

Source: RO-Crate Metadata Specification 1.2 (root data entity, data entities, contextual entities, provenance).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from urllib.parse import quote

from graph.export import LICENCES
from graph.release_citation import citation_line, left_out_said, whose_said
from graph.release_model import CRATE, INPUTS, MANIFEST, UNKNOWN_AUTHORS, UNKNOWN_LICENCE, Held, Release
from graph.release_words import folder_meaning, format_of, meaning_of

Entity = dict[str, object]
PROFILE = "https://w3id.org/ro/crate/1.2"
CONTEXT = [f"{PROFILE}/context", {"sha256": "http://schema.org/sha256"}]
PUBLISHERS = "unknown: it belongs to its authors and publishers, and this release does not relicense it"


def crate_text(release: Release, files: Sequence[Held]) -> str:
    """ro-crate-metadata.json for these files; the manifest, which is written after it, is described without a hash."""
    graph = [*_head(release, files), *_who(release), *_how(release), *_left_out(release), *_files(files)]
    return json.dumps({"@context": CONTEXT, "@graph": graph}, ensure_ascii=False, indent=1) + "\n"


def _head(release: Release, files: Sequence[Held]) -> Iterator[Entity]:
    yield {
        "@id": CRATE,
        "@type": "CreativeWork",
        "conformsTo": _to(PROFILE),
        "about": _to("./"),
    }
    about = f"{release.question} " if release.question else ""
    whom = "" if release.authors else f" Authors: {UNKNOWN_AUTHORS}."
    described = (
        f"{about}A frozen release: inputs, graph and report of one revision. {left_out_said(release)}{whom} "
        f"{whose_said(release)}"
    )
    root: Entity = {
        "@id": "./",
        "@type": "Dataset",
        "name": release.title,
        "description": described,
        "datePublished": release.date,
        "version": release.version,
        "license": _to(release.licence_address) if release.licence_address else UNKNOWN_LICENCE,
        "identifier": [_to("#revision"), *([_to(f"https://doi.org/{release.doi}")] if release.doi else [])],
        "creditText": citation_line(release),
        "copyrightNotice": LICENCES["quotes"],
        "hasPart": [*_parts("", files), _to(MANIFEST)],
        "mentions": [_to("#made"), *(_to(_outside(path)) for path in sorted(release.left_out))],
    }
    if release.authors:
        root["author"] = [_to(id_) for id_ in _author_ids(release)]
    yield root


def _who(release: Release) -> Iterator[Entity]:
    places = {one.affiliation for one in release.authors if one.affiliation}
    for id_, author in zip(_author_ids(release), release.authors, strict=True):
        said: Entity = {"@id": id_, "@type": "Person" if author.family else "Organization", "name": author.whole}
        parts = {"familyName": author.family, "givenName": author.given}
        said |= {key: value for key, value in parts.items() if value}
        if author.affiliation:
            said["affiliation"] = _to(_place(author.affiliation))
        yield said
    for place in sorted(places):
        yield {"@id": _place(place), "@type": "Organization", "name": place}
    if release.licence_address:
        what = "The licence that the team states for what it made: codings, codebook, decisions and notes."
        yield {
            "@id": release.licence_address,
            "@type": "CreativeWork",
            "name": str(release.licence),
            "description": f"{what} {LICENCES['quotes']}",
        }


def _how(release: Release) -> Iterator[Entity]:
    yield {
        "@id": "#revision",
        "@type": "PropertyValue",
        "propertyID": "narragraph revision",
        "value": release.revision,
        "description": "SHA-256 over the sorted paths and hashes of the inputs",
    }
    if release.doi:
        yield {
            "@id": f"https://doi.org/{release.doi}",
            "@type": "PropertyValue",
            "propertyID": "https://registry.identifiers.org/registry/doi",
            "value": f"doi:{release.doi}",
            "url": f"https://doi.org/{release.doi}",
        }
    yield {
        "@id": "#narragraph",
        "@type": "SoftwareApplication",
        "name": "narragraph",
        "softwareVersion": release.narragraph_version,
        "license": "Apache-2.0",
    }
    yield {
        "@id": "#made",
        "@type": "CreateAction",
        "name": "graph, report and codebook made from the inputs",
        "instrument": _to("#narragraph"),
        "object": _to(f"{INPUTS}/"),
        "result": [_to("graph/"), _to("report/")],
    }


def _left_out(release: Release) -> Iterator[Entity]:
    for path in sorted(release.left_out):
        yield {
            "@id": _outside(path),
            "@type": "CreativeWork",
            "name": path,
            "description": "An input that is not in the release; whoever has it can compare its hash.",
            "sha256": release.left_out[path],
            "license": PUBLISHERS,
        }


def _files(files: Sequence[Held]) -> Iterator[Entity]:
    folders = {parent.as_posix() for one in files for parent in PurePosixPath(one.path).parents} - {"."}
    for folder in sorted(folders):
        said: Entity = {"@id": _file(folder) + "/", "@type": "Dataset", "name": f"{folder}/"}
        said["description"] = folder_meaning(folder)
        yield said | {"hasPart": _parts(f"{folder}/", files)}
    for one in files:
        said = {"@id": _file(one.path), "@type": "File", "name": one.path, "description": meaning_of(one.path)}
        said |= {"sha256": one.sha256, "contentSize": str(one.size), "encodingFormat": format_of(one.path)}
        if one.path.startswith((f"{INPUTS}/texts/", f"{INPUTS}/references/")):
            said["license"] = PUBLISHERS
        yield said
    yield {
        "@id": MANIFEST,
        "@type": "File",
        "name": MANIFEST,
        "description": meaning_of(MANIFEST),
        "encodingFormat": "text/plain",
    }


def _parts(folder: str, files: Sequence[Held]) -> list[Mapping[str, str]]:
    """What stands directly in a folder (`""` or one that ends in a slash): files, and folders by their ids."""
    inside = (one.path.removeprefix(folder) for one in files if one.path.startswith(folder))
    names = dict.fromkeys(head + slash for head, slash, _ in (path.partition("/") for path in inside))
    return [_to(_file(folder + name)) for name in sorted(names)]


def _to(id_: str) -> Mapping[str, str]:
    return {"@id": id_}


def _file(path: str) -> str:
    return quote(path, safe="/")


def _outside(path: str) -> str:
    return f"#left-out/{_file(path)}"


def _place(name: str) -> str:
    return f"#organisation-{quote(name, safe='')}"


def _author_ids(release: Release) -> list[str]:
    return [one.orcid or f"#author-{number}" for number, one in enumerate(release.authors, start=1)]
