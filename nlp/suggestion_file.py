"""Suggestions under .narragraph/suggestions/, so that a text is tagged once. Derived: deleting them loses nothing.

<rules>.<SHA-256 of the file>.parquet   the suggestions of some texts (nlp/shards.py), however they were tagged
<name>.damaged                          a file that was not what its name says, set aside
phrases.<rules>.jsonl.gz                what is suggested for phrases of tables

`rules` covers vocabulary, rules and lists of words, and the key of a text its words besides: a file is never out of
date, it is another file.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from graph.plain import made, plain
from graph.store import HOME
from graph.suggestions import Suggestion
from graph.whole import appears_whole
from nlp.phrase_tasks import PhraseSuggestion
from nlp.shards import ManifestRow, TaggedShard, suggestions_in
from nlp.versions import FORMAT_VERSION, rules_key
from nlp.vocabulary import Vocabulary

DAMAGED = ".damaged"


@dataclass
class Kept:
    """What was kept of some texts: suggestions by key, the manifest row of every file, a sentence for each bad one."""

    suggestions: dict[str, tuple[Suggestion, ...]] = field(default_factory=dict)
    manifest: dict[str, ManifestRow] = field(default_factory=dict)
    """By the name of the file."""
    damaged: list[str] = field(default_factory=list)


def suggestion_home(folder: Path) -> Path:
    """Where the suggestions of a review folder lie."""
    return folder / HOME / "suggestions"


def shard_files(folder: Path, vocabulary: Vocabulary) -> list[Path]:
    """The files of suggestions by this vocabulary and these rules, in order of name."""
    return sorted(suggestion_home(folder).glob(f"{rules_key(vocabulary)}.*.parquet"))


def write_shard(folder: Path, shard: TaggedShard) -> Path:
    """Keep a shard: written beside and renamed, so that no reader sees half a file. Raises OSError on a full disk or a
    folder that cannot be written.
    """
    file = suggestion_home(folder) / f"{shard.row.rules}.{shard.output_sha256}.parquet"
    _write(file, shard.content)
    return file


def read_kept(folder: Path, vocabulary: Vocabulary, wanted: Mapping[str, object]) -> Kept:
    """The suggestions of the texts whose keys are wanted, as far as they were kept.

    A file whose bytes are not the ones its name tells is set aside and told; its texts are as good as not tagged.
    """
    kept = Kept()
    for file in shard_files(folder, vocabulary):
        try:
            content = file.read_bytes()
            if hashlib.sha256(content).hexdigest() != file.name.split(".")[1]:
                raise ValueError("its bytes are not the ones that were written")
            kept.manifest[file.name], found = suggestions_in(content, wanted)
            kept.suggestions |= found
        except FileNotFoundError:
            continue  # another process set it aside, or tags anew
        except ValueError as error:
            kept.damaged.append(_set_aside(file, str(error)))
        except OSError as error:
            kept.damaged.append(f"{_shown(file)}: {error.strerror or error}. Its texts are tagged again.")
    return kept


def remove_shards(folder: Path, vocabulary: Vocabulary) -> None:
    """Forget what was kept by this vocabulary and these rules. Raises OSError when the folder cannot be written."""
    for file in shard_files(folder, vocabulary):
        file.unlink(missing_ok=True)


def _set_aside(file: Path, why: str) -> str:
    try:
        file.replace(file.with_name(file.name + DAMAGED))
    except OSError as error:
        return f"{_shown(file)}: {why}. It cannot be renamed ({error.strerror or error}); its texts are tagged again."
    return f"{_shown(file)}: {why}. Its name ends in {DAMAGED} now; its texts are tagged again."


def _shown(file: Path) -> str:
    return "/".join(file.parts[-3:])


@dataclass(frozen=True, slots=True)
class _OfPhrase:
    phrase: str
    suggestions: tuple[PhraseSuggestion, ...]


def phrase_file(folder: Path, vocabulary: Vocabulary, language: str) -> Path:
    """Where what a vocabulary suggests for phrases stands; there are as many phrases in it as were asked for so far."""
    return suggestion_home(folder) / f"phrases.{rules_key(vocabulary, language)}.jsonl.gz"


def write_phrases(file: Path, found: Mapping[str, tuple[PhraseSuggestion, ...]]) -> None:
    """Keep what is suggested for each phrase. Raises OSError when the folder cannot be written."""
    rows: Sequence[_OfPhrase] = [_OfPhrase(phrase, suggestions) for phrase, suggestions in found.items()]
    about = {"format": FORMAT_VERSION, "phrases": len(rows)}
    lines = [json.dumps(line, ensure_ascii=False, separators=(",", ":")) for line in [about, *map(plain, rows)]]
    _write(file, gzip.compress(("\n".join(lines) + "\n").encode("utf-8", "surrogatepass"), 3, mtime=0))


def read_phrases(file: Path) -> dict[str, tuple[PhraseSuggestion, ...]]:
    """What was kept; empty when the file is not there, damaged, or of another format."""
    try:
        lines = gzip.decompress(file.read_bytes()).decode("utf-8", "surrogatepass").split("\n")
        about = json.loads(lines[0])
        found = [made(_OfPhrase, json.loads(line)) for line in lines[1:-1]]
    except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError, zlib.error):
        return {}
    whole = about == {"format": FORMAT_VERSION, "phrases": len(found)} and lines[-1] == ""
    return {one.phrase: one.suggestions for one in found} if whole else {}


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with appears_whole(file) as temporary:
        temporary.write_bytes(content)
