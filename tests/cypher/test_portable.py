"""Every statement stays within the forms that both engines read alike; the linter finds what is planted."""

from __future__ import annotations

import pytest
from portable import RULES, flaws, foreign_letters

from graph.queries import FOLDERS, queries
from graph.query_header import Query

EVERY = [query for folder in FOLDERS for query in queries(folder).values()]
READ = list(queries("read").values())


def _path(query: Query) -> str:
    return query.path.removeprefix("cypher/")


@pytest.mark.parametrize("query", EVERY, ids=_path)
def test_file_stays_within_what_both_engines_read_alike(query: Query) -> None:
    assert flaws(query.text) == []


@pytest.mark.parametrize("query", [*READ, *queries("derive").values()], ids=_path)
def test_letter_means_one_label(query: Query) -> None:
    assert foreign_letters(query.text) == []


PLANTED = {
    "unknown_function": [
        "RETURN substring(p.title, 0, 2) AS t",
        "RETURN labels(n) AS t",
        "RETURN collect(p.id) AS t",
        "RETURN elementId(p) AS t",
        "WHERE all(x IN p.authors WHERE x = 'a')",
        "RETURN exp(1) AS t",
    ],
    "index_or_slice": ["RETURN p.authors[0] AS t", "RETURN $ids[0..2] AS t", "RETURN nodes(w)[1] AS t"],
    "comprehension": ["RETURN [x IN p.authors WHERE x > 1 | x] AS t", "RETURN [(p)-[:REPORTS]->(f) | f.id] AS t"],
    "call": ["CALL { MATCH (p:Paper) RETURN p } RETURN 1 AS t", "CALL (p) { RETURN 1 AS t } RETURN t"],
    "subquery": ["RETURN COLLECT { MATCH (p) RETURN p.id } AS t", "WHERE EXISTS { (p)-[:REPORTS]->() }"],
    "null_first": ["WHERE $y IS NULL OR p.year = $y", "WHERE ($ids IS NOT NULL AND p.id IN $ids)"],
    "comma_match": [
        "UNWIND $rows AS r MATCH (p:Paper {id: r.p}), (i:Influence {id: r.i})",
        "OPTIONAL MATCH (p)-[:REPORTS]->(f), (f)-[:ABOUT]->(i)",
    ],
    "merge": ["UNWIND $rows AS r MERGE (n:Paper {id: r.id})", "MERGE (p:Paper {id: $id})-[:REPORTS]->(f)"],
    "with_after_unwind": ["UNWIND $rows AS r WITH r.id AS x MATCH (p:Paper {id: x})"],
    "alias_shadows": [
        "UNWIND $xs AS n RETURN -n AS n",
        "MATCH (p:Paper) RETURN p.id AS p",
        "MATCH (p) WITH p.id AS one, p.title AS two RETURN one AS two, two AS one",
    ],
    "case_only": ["MATCH (p:Paper)-[:REPORTS]->(P:Finding) RETURN p.id AS paper_id"],
    "order_then_more": [
        "MATCH (p) WITH p ORDER BY p.year DESC LIMIT 5 RETURN count(p) AS papers",
        "MATCH (p) WITH p ORDER BY p.year RETURN p.id AS paper_id",
    ],
    "trim": ["RETURN trim(' ' + p.title) AS t", "RETURN trim(concat(a, b)) AS t"],
    "edge_twice": [
        "MATCH (a:Influence)<-[:MENTIONS]-(p:Paper)-[:MENTIONS]->(b:Influence) RETURN count(*) AS pairs",
        "MATCH (f:Finding)<-[:REPORTS]-(p)-[:REPORTS]->(o) WHERE f.id <> 'x' AND p.id < 'y' RETURN 1 AS t",
    ],
    "reserved": [
        "RETURN i.name AS group",
        "RETURN p.order AS t",
        "MATCH (end:Paper) RETURN 1 AS t",
        "WHERE p.id = $index",
        "RETURN {table: 1} AS t",
    ],
    "to_string": ["RETURN toString(f.counted) AS t", "RETURN toString(0.1) AS t"],
    "sum": ["RETURN sum(e.papers) AS papers"],
    "contains": ["WHERE p.title CONTAINS $q", "WHERE toLower(p.title) STARTS WITH $q"],
    "regex": ["WHERE p.title =~ 'foo(?=bar).*'"],
    "inline_where": ["MATCH (p:Paper WHERE p.year > 2000)", "MATCH (p)-[x:MENTIONS WHERE x.findings > 1]->(i)"],
    "chained_comparison": ["WHERE 2000 <= p.year <= 2010", "WHERE 1 < p.year < 3"],
    "map_assignment": ["SET p += $row", "SET p = $row", "CREATE (p:Paper $row)"],
    "remove": ["MATCH (p:Paper) REMOVE p.title"],
    "foreach": ["FOREACH (x IN $xs | CREATE (:Paper {id: x}))"],
    "labels": ["MATCH (p:Paper:Study)", "MATCH (p:Paper&Study)", "MATCH (p:!Paper)", "WHERE p:Paper", "SET p:Study"],
    "type_alternatives": ["MATCH (i)-[x:FACILITATOR_IN|:BARRIER_IN]->(g)"],
    "undirected": ["MATCH (i:Influence)-[:NARROWER_THAN]-(u)", "MATCH (a)--(b)", "MATCH (a)-[:NARROWER_THAN*1..3]-(b)"],
    "unbounded": [
        "MATCH (i)-[:NARROWER_THAN*]->(u)",
        "MATCH (i)-[:NARROWER_THAN*1..]->(u)",
        "MATCH (i)-[:NARROWER_THAN*1..40]->(u)",
        "MATCH (i)-[:NARROWER_THAN*..3]->(u)",
    ],
    "quantified_path": [
        "MATCH (i)-[:NARROWER_THAN]->{1,3}(u)",
        "MATCH w = SHORTEST 1 (i)-[:NARROWER_THAN]->+(u)",
        "MATCH w = shortestPath((i)-[:NARROWER_THAN*1..3]->(u))",
    ],
    "map_projection": ["RETURN p {.id, .title} AS paper"],
    "concatenation": ["RETURN p.id || p.title AS t"],
    "backtick": ["RETURN p.id AS `paper id`"],
    "simple_case": ["RETURN CASE p.status WHEN null THEN 1 END AS t"],
    "null_in_list": ["WHERE p.year IN [1, null]"],
    "round": ["RETURN round(p.year) AS t"],
    "arithmetic_on_parameters": ["RETURN $n * $n AS t", "RETURN p.year - $n AS t"],
    "limit": ["RETURN 1 AS t LIMIT $n + 1", "RETURN 1 AS t SKIP 2 * 3 LIMIT 5"],
    "star": ["MATCH (p:Paper) RETURN *", "MATCH (p:Paper) WITH DISTINCT * RETURN p.id AS paper_id"],
    "whole_node": [
        "MATCH (p:Paper) RETURN p AS paper",
        "MATCH (p:Paper)-[x:MENTIONS]->(i) RETURN i.id AS influence_id, x",
    ],
    "two_statements": ["MATCH (p:Paper) RETURN p.id AS paper_id; MATCH (n) DETACH DELETE n"],
}


@pytest.mark.parametrize(("rule", "statement"), [(rule, one) for rule, many in PLANTED.items() for one in many])
def test_linter_finds_what_is_planted(rule: str, statement: str) -> None:
    assert rule in flaws(statement)


def test_every_rule_is_planted_once_at_least() -> None:
    assert sorted(PLANTED) == sorted(rule.name for rule in RULES)


ALIKE = [
    "MATCH (a:Influence)<-[:MENTIONS]-(p:Paper)-[:MENTIONS]->(b:Influence) WHERE a.id < b.id RETURN count(*) AS pairs",
    "MATCH (p:Paper) WHERE (p.id IN $ids OR $ids IS NULL) AND p.year >= 2000 RETURN p.id AS paper_id",
    "MATCH (p:Paper) WHERE (p.title CONTAINS $q OR $q = '') RETURN trim(p.title) AS title LIMIT $limit",
    "MATCH (i:Influence)-[:NARROWER_THAN*0..8]->(u:Influence) RETURN i.id AS influence_id, u.level - 1 AS above",
    "MATCH (i)-[x:FACILITATOR_IN|BARRIER_IN]->(g) RETURN type(x) AS word, toString(x.papers) AS papers",
    "UNWIND $rows AS r MATCH (a:Paper {id: r.a}) MATCH (b:Study {id: r.b}) MERGE (a)-[x:REPORTS_ON]->(b)",
    "MATCH (p:Paper) WHERE p.title <> '$rows[0] || labels(n); REMOVE' RETURN coalesce(sum(p.year), 0) AS t // CALL {",
]


@pytest.mark.parametrize("statement", ALIKE)
def test_linter_leaves_what_both_engines_read_alike(statement: str) -> None:
    assert flaws(statement) == []


def test_linter_finds_a_letter_that_changes_its_meaning() -> None:
    assert foreign_letters("MATCH (p:Passage)-[:ILLUSTRATES]->(f:Finding)") == ["p: Passage"]
