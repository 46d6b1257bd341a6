"""Every error of the family, provoked: what the pages under docs/errors/ quote must be what the code says.

Each function starts in an empty folder, works in `my-review` below it, and returns the error that was met there.
`python tests/support/real_errors.py` writes what the code says now into the pages: look at the difference.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from deciding import claim, decided, draft, suggestion
from hostile import STOPPED
from review_folders import CODEBOOK, PLAIN, ROWS, write_folder

from cli.build_plan import check_fits
from cli.cypher_settings import limits_of
from curation.append import append
from curation.ledger import read_ledgers
from graph.ask import ask
from graph.build import build
from graph.bulk_build import build_bulk
from graph.config import Config
from graph.engines.ladybug import LadybugDatabase
from graph.errors import CodebookError, DataInvalid, RowsLost, SynthesisError
from graph.free.ask import FreeCypher
from graph.free.limits import USUAL, Limits
from graph.lock import build_lock
from graph.plan import Table, planned
from graph.plan_memory import Room
from graph.queries import queries
from graph.query_header import parse
from graph.release_manifest import read_manifest
from graph.rewrite import write_requested
from graph.store import graph_file, graph_home, open_graph, published
from graph.tables import GraphTables, check_tables
from ingest.exchange.read import read_project
from ingest.folder import read_folder
from ingest.references.read import read_content
from ingest.texts.trees import parse_xml
from nlp.workers import Spelled, reach
from synthesis.evidence import evidence
from synthesis.selection import Filter, select

HERE = Path("my-review")
ERRORS = Path(__file__).resolve().parent.parent.parent / "docs" / "errors"
VOLATILE = (
    # Graph files are named by revision and time; a lock is told by who holds it.
    (re.compile(r"[0-9a-f]{12}-[0-9a-f]{16}\.lbug"), "3ff55b73c5fa-18eb276d8440b5e7.lbug"),
    (
        re.compile(r"process \d+ on \S+, since [\dT:+-]+"),
        "process 4711 on workstation, since 2026-01-05T09:30:00+00:00",
    ),
    (re.compile(r"(/[\w.-]+)+/neo4j: it holds"), "/opt/neo4j: it holds"),
)


def stable(text: str) -> str:
    """A text in which what differs from run to run always reads the same."""
    for pattern, instead in VOLATILE:
        text = pattern.sub(instead, text)
    return text


def met(act: Callable[[], object]) -> SynthesisError:
    """The error that an act ends in."""
    try:
        act()
    except SynthesisError as error:
        return error
    raise AssertionError("it should have failed")


def problem(review: str = PLAIN, table: str = ROWS, codebook: str = CODEBOOK) -> SynthesisError:
    """The only problem of a review folder."""
    (found,) = read_folder(write_folder(HERE, review, table, codebook)).report.problems
    return found


def built() -> None:
    """A good folder with its graph."""
    build(read_folder(write_folder(HERE)).tables, HERE, Config())


def asking(name: str, **given: object) -> SynthesisError:
    """The error of one question to that graph."""
    built()
    database = open_graph(HERE, Config())
    try:
        return met(lambda: ask(database, name, given))
    finally:
        database.close()


def another_review() -> SynthesisError:
    built()
    other = read_folder(write_folder(HERE, PLAIN.replace('id = "t"', 'id = "telemedicine"'))).tables
    return met(lambda: build(other, HERE, Config()))


def build_in_progress() -> SynthesisError:
    built()
    tables = read_folder(HERE).tables
    with build_lock(graph_home(HERE)):
        return met(lambda: build(tables, HERE, Config()))


def folder_not_writable() -> SynthesisError:
    tables = read_folder(write_folder(HERE)).tables
    (HERE / ".narragraph").write_text("a file where a folder should be")
    return met(lambda: build(tables, HERE, Config()))


def graph_damaged() -> SynthesisError:
    built()
    (file,) = graph_home(HERE).glob("*.lbug")
    file.rename(HERE / "graph.lbug")
    return met(lambda: open_graph(HERE, Config()))


def data_invalid() -> SynthesisError:
    return DataInvalid([CodebookError("a problem.", path="codebook.csv"), CodebookError("another.", path="terms.csv")])


def engine() -> SynthesisError:
    database = LadybugDatabase(Path("empty.lbug"), writable=True)
    try:
        return met(lambda: database.rows(queries()["review"], {}))
    finally:
        database.close()


def tables_broken() -> SynthesisError:
    tables = read_folder(write_folder(HERE)).tables
    edges = dict(tables.edges)
    del edges["ABOUT"]
    return met(lambda: check_tables(GraphTables(tables.nodes, {**edges, "SAYS": tables.edges["ABOUT"]})))


def nothing_to_count() -> SynthesisError:
    review = PLAIN.replace('id = ["paper"]', 'id = ["paper"]\nyear = "year"')
    rows = "paper,year,influence,effect,setting\nA,2010,Training,helps,Clinic\n"
    found = evidence(read_folder(write_folder(HERE, review, rows)).tables)
    return met(lambda: select(found, Filter(year_from=2050)))


def stale_write() -> SynthesisError:
    built()
    return met(lambda: write_requested({}, "0" * 64, HERE, Config()))


QUERY = "// papers_of_year\n// Papers of one year.\n//\n// column  paper_id: string  Paper.id\n\n"
UNDECLARED = QUERY + "MATCH (p:Paper {year: $year})\nRETURN p.id AS paper_id\n"


def ledger() -> SynthesisError:
    """A decision that was changed by hand."""
    for key in ("1", "2"):
        append(HERE, draft("ann", key, decided(suggestion())))
    file = HERE / "decisions" / "ann" / "laptop.jsonl"
    file.write_bytes(file.read_bytes().replace(b'"accept"', b'"reject"', 1))
    return met(lambda: read_ledgers(HERE))


def not_saved() -> SynthesisError:
    """A file stands where the folder of a curator should be."""
    (HERE / "decisions").mkdir(parents=True)
    (HERE / "decisions" / "ann").touch()
    return met(lambda: append(HERE, draft("ann", "1", decided(suggestion()))))


def exchange() -> SynthesisError:
    """A project archive with a path that leads out of it."""
    with zipfile.ZipFile("project.qdpx", "w") as archive:
        archive.writestr("../evil.txt", b"")
    return met(lambda: read_project(Path("project.qdpx")))


def free(statement: str, limits: Limits = USUAL) -> SynthesisError:
    """The error of a statement of somebody's own to that graph."""
    built()

    def copy(place: Path) -> None:
        shutil.copyfile(graph_file(HERE, published(HERE)), place)

    return met(lambda: FreeCypher(Config(), limits).ask(statement, {}, copy))


def too_many_statements() -> SynthesisError:
    """A second statement while the first has the only place."""
    door = FreeCypher(Config(), Limits(at_once=1))
    found: list[SynthesisError] = []

    def copy(place: Path) -> None:
        del place
        found.append(met(lambda: door.ask("RETURN 1 AS n", {}, copy)))
        raise found[0]

    met(lambda: door.ask("RETURN 1 AS n", {}, copy))
    return found[0]


def bulk() -> SynthesisError:
    """A folder that is none of a Neo4j."""
    tables = read_folder(write_folder(HERE)).tables
    return met(lambda: build_bulk(tables, HERE, Config(engine="neo4j"), home=Path("neo4j")))


def too_large() -> SynthesisError:
    """Ten million rows of seven columns, planned where 4 GB may be taken."""
    table = Table("tables/findings.csv", "csv", 1_500_000_000, 10_000_001, 70_000_007, 1_500_000_000)
    bound = Room(4 * 2**30, "limit of its control group, 4.0 GB")
    return met(lambda: check_fits(HERE, planned("ladybug", [table], {"Finding": 1e7}, 2**40, bound)))


REAL: dict[str, Callable[[], SynthesisError]] = {
    "another-review": another_review,
    "bulk": bulk,
    "build-in-progress": build_in_progress,
    "codebook": lambda: problem(
        codebook="influence_id,name,parent_id\ntraining,Training,culture\nculture,Culture,training\n"
    ),
    "config": lambda: met(lambda: Config.from_env({"NARRAGRAPH_ENGINE": "neo"})),
    "cypher-off": lambda: met(lambda: limits_of(write_folder(HERE))),
    "data-invalid": data_invalid,
    "database-unavailable": lambda: met(
        lambda: open_graph(HERE, Config(engine="neo4j", neo4j_uri="bolt://127.0.0.1:1"))
    ),
    "decision": lambda: met(
        lambda: append(HERE, draft("ann", "1", decided(suggestion(), "accept", claim(direction="barrier"))))
    ),
    "engine": engine,
    "exchange": exchange,
    "folder-not-writable": folder_not_writable,
    "graph-damaged": graph_damaged,
    "graph-missing": lambda: met(lambda: open_graph(HERE, Config())),
    "ledger": ledger,
    "not-saved": not_saved,
    "nothing-to-count": nothing_to_count,
    "not-found": lambda: asking("settings_of_influence", influence_id="trainng"),
    "parameter": lambda: asking("influences_by_frequency", limit=0),
    "query-file": lambda: met(
        lambda: parse(UNDECLARED, name="papers_of_year", folder="read", path="cypher/read/papers_of_year.cypher")
    ),
    "references": lambda: met(lambda: read_content(b"<html><p>Sign in to export", "references/scopus.ris")),
    "release": lambda: met(lambda: read_manifest(write_folder(HERE), str(HERE))),
    "review-folder": lambda: problem(PLAIN.replace('title = "T"', 'title = "T"\ntitel = "T"')),
    "rows-lost": lambda: RowsLost("create_finding", 1000, 998),
    "stale-write": stale_write,
    "statement-failed": lambda: free("MATCH (p:Papr) RETURN p"),
    "statement-refused": lambda: free("MATCH (p:Paper)\nSET p.title = 'mine' RETURN p"),
    "statement-stopped": lambda: free(STOPPED[0].statement, Limits(seconds=0.5)),
    "table": lambda: problem(table=ROWS.replace("hinders", "obstacle")),
    "tables-broken": tables_broken,
    "text": lambda: met(lambda: parse_xml(b"<article><title>Peer support", "texts/abel-2019.xml")),
    "too-large": too_large,
    "too-many-statements": too_many_statements,
    "unknown-query": lambda: met(lambda: queries()["influence_by_frequency"]),
    "workers-unavailable": lambda: met(lambda: reach(Spelled("dask://127.0.0.1:1", host="127.0.0.1", port=1))),
}
"""By slug. `rows-lost` and `data-invalid` are made by hand: nothing that a test can do makes the code raise them."""


def rewrite() -> None:
    """Put what every error says now into its page."""
    for slug, provoke in REAL.items():
        page = ERRORS / f"{slug}.md"
        with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
            said = stable(str(provoke()))
        before, _, quoted = page.read_text(encoding="utf-8").partition("```text\n")
        after = quoted.partition("\n```")[2]
        page.write_text(f"{before}```text\n{said}\n```{after}", encoding="utf-8")


if __name__ == "__main__":
    rewrite()
