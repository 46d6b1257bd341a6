"""Which forms of Cypher both engines read alike: a linter over text, for the statements under cypher/.

Neither engine says anything when these forms give another answer, so no run can find them. `flaws` names each rule
that a statement breaks. Why each rule exists, with the answers of both engines: docs/engines.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from graph.query_statement import bare
from graph.schema import EDGES, NODES

KEYWORDS = (
    *("OPTIONAL MATCH", "MATCH", "WHERE", "WITH", "RETURN", "ORDER BY", "SKIP", "LIMIT", "UNWIND", "CREATE", "MERGE"),
    *("SET", "DETACH DELETE", "DELETE", "UNION"),
)
CLAUSE = re.compile(rf"\b({'|'.join(KEYWORDS)})\b")
FUNCTIONS = {
    *("abs", "coalesce", "count", "left", "length", "max", "min", "nodes", "relationships", "replace", "reverse"),
    *("right", "round", "size", "sum", "toBoolean", "toFloat", "toInteger", "toLower", "toString", "trim", "type"),
}
"""Functions that were seen to give the same answer on both engines, within the rules below."""
WORDS = {
    *("AND", "AS", "BY", "CREATE", "DELETE", "DISTINCT", "ELSE", "IN", "MATCH", "MERGE", "NOT", "ON", "OR", "RETURN"),
    *("SET", "THEN", "UNWIND", "WHEN", "WHERE", "WITH", "XOR"),
}
RESERVED = (
    *("end", "order", "group", "index", "table", "column", "desc", "asc", "default", "options", "single", "profile"),
    *("macro", "hint", "join"),
)
LETTERS = {"p": "Paper", "s": "Study", "f": "Finding", "i": "Influence", "g": "Setting", "e": "Extraction"}
"""A letter means one label in every file that a person wrote."""


@dataclass(frozen=True)
class Rule:
    """A form that is banned: found by a pattern over the bare statement, or by a function of its own."""

    name: str
    instead: str
    find: Callable[[str], object]


def _has(pattern: str) -> Callable[[str], object]:
    return re.compile(pattern, re.DOTALL).search


def clauses(statement: str) -> list[tuple[str, str]]:
    """The statement cut into (keyword, body); what stands in a subquery is cut too."""
    parts = CLAUSE.split(statement)
    return list(zip(parts[1::2], parts[2::2], strict=True))


def _unknown_function(statement: str) -> bool:
    called = set(re.findall(r"\b([A-Za-z_]\w*)\s*\(", re.sub(r"[\w)]-\[[^\]]*\]", "", statement)))
    return bool(called - FUNCTIONS - WORDS - {word.lower() for word in WORDS})


def _null_first(statement: str) -> bool:
    seen: set[str] = set()
    for found in re.finditer(r"\$(\w+)(\s+IS\s+(?:NOT\s+)?NULL)?", statement):
        if found[2] and found[1] not in seen:
            return True
        seen.add(found[1])
    return False


def _comma_match(statement: str) -> bool:
    return any(word.endswith("MATCH") and re.search(r"\)\s*,", body) for word, body in clauses(statement))


def _merge(statement: str) -> bool:
    bound = r"\s*\(\w+\)\s*-\[\w*\s*:\w+\]->\s*\(\w+\)"
    return any(word == "MERGE" and not re.match(bound, body) for word, body in clauses(statement))


def _bound(statement: str) -> Iterator[tuple[str, str]]:
    """(variable, how): `pattern` or `alias`, in the order of the text; one more time when it is bound again."""
    for found in re.finditer(r"[(\[](\w+)(?=\s*[:){*\]])|\bAS\s+(\w+)|(\w+)\s*=\s*\(", statement):
        if found[1] and not found[1].isdigit():
            yield found[1], "pattern"
        elif found[2]:
            yield found[2], "alias"


def _alias_shadows(statement: str) -> bool:
    for branch in re.split(r"\bUNION\b", statement):
        seen: set[str] = set()
        for name, how in _bound(branch):
            if how == "alias" and name in seen:
                return True
            seen.add(name)
    return False


def _case_only(statement: str) -> bool:
    names = {name for name, _ in _bound(statement)}
    return len({name.lower() for name in names}) != len(names)


def _order_then_more(statement: str) -> bool:
    words = [word for word, _ in clauses(statement)]
    ended = [at for at, word in enumerate(words) if word in {"ORDER BY", "LIMIT", "SKIP"}]
    return bool(ended) and any(word not in {"ORDER BY", "LIMIT", "SKIP"} for word in words[ended[0] :])


def _edge_twice(statement: str) -> bool:
    found = clauses(statement)
    for at, (word, body) in enumerate(found):
        types = [one for group in re.findall(r"\[\w*\s*:([\w|]+)", body) for one in group.split("|")]
        if not word.endswith("MATCH") or len(types) == len(set(types)):
            continue
        where = found[at + 1][1] if at + 1 < len(found) and found[at + 1][0] == "WHERE" else ""
        nodes = set(re.findall(r"\((\w+)", body))
        compared = re.findall(r"\b(\w+)\.id\s*(?:<>|<|>)\s*(\w+)\.id\b", where)
        if not any(left != right and {left, right} <= nodes for left, right in compared):
            return True
    return False


def _to_string(statement: str) -> bool:
    columns = [column for table in (*NODES, *EDGES) for column in table.columns]
    for inside in re.findall(r"\btoString\s*\(([^()]*(?:\([^()]*\))?[^()]*)\)", statement):
        name = inside.strip().split(".")[-1]
        whole = {column.type == "integer" for column in columns if column.name == name} == {True}
        if not whole and not inside.strip().startswith("count("):
            return True
    return False


def _sum_bare(statement: str) -> bool:
    return len(re.findall(r"\bsum\s*\(", statement)) != len(re.findall(r"\bcoalesce\s*\(\s*sum\s*\(", statement))


def _contains_empty(statement: str) -> bool:
    asked = re.findall(r"\b(?:CONTAINS|STARTS WITH|ENDS WITH)\s+(\$\w+|\w+)", statement)
    return any(not re.search(rf"{re.escape(name)}\s*=\s*''", statement) for name in asked)


def _whole_node(statement: str) -> bool:
    nodes = {name for name, how in _bound(statement) if how == "pattern"}
    returned = re.split(r"\bRETURN\b", statement)[-1] if "RETURN" in statement else ""
    return any(name in nodes for name in re.findall(r"(?:^|,)\s*(?:DISTINCT\s+)?(\w+)\s*(?=\bAS\b|,|$)", returned))


def _unbounded(statement: str) -> bool:
    spans = re.findall(r"\[[^\]]*\*([^\]]*)\]", statement)
    return any(not (found := re.match(r"\d+\.\.(\d+)", span)) or int(found[1]) > 30 for span in spans)


RULES = (
    Rule("unknown_function", f"only {', '.join(sorted(FUNCTIONS))}", _unknown_function),
    Rule("index_or_slice", "lists count from 0 here and from 1 there; unwind, or do it in Python", _has(r"[\w)\]]\[")),
    Rule("comprehension", "UNWIND", _has(r"\[\s*\w+\s+IN\b|\[\s*\(")),
    Rule("call", "WITH chains, or several statements", _has(r"\bCALL\b")),
    Rule(
        "subquery",
        "EXISTS { MATCH .. } or COUNT { MATCH .. }",
        _has(r"\bCOLLECT\s*\{|\b(EXISTS|COUNT)\s*\{(?!\s*MATCH)"),
    ),
    Rule("null_first", "(x = $y OR $y IS NULL): the typed use comes first", _null_first),
    Rule("comma_match", "one MATCH for each pattern: a comma is a cross product", _comma_match),
    Rule("merge", "MERGE (a)-[x:TYPE]->(b) between bound nodes; UNWIND with MERGE of a node drops rows", _merge),
    Rule(
        "with_after_unwind",
        "MATCH right after UNWIND: a projection between them is a cross product",
        _has(r"\bUNWIND\s+\S+\s+AS\s+\w+\s+WITH\b"),
    ),
    Rule("alias_shadows", "an alias that no variable has yet: ORDER BY takes the old value there", _alias_shadows),
    Rule("case_only", "names that differ by more than case", _case_only),
    Rule(
        "order_then_more", "sort and cut in the last RETURN: a later clause ignores the order there", _order_then_more
    ),
    Rule(
        "trim", "trim(x.property): trim of anything built gives garbage there", _has(r"\btrim\s*\((?!\s*\w+\.\w+\s*\))")
    ),
    Rule("edge_twice", "a.id < b.id or a.id <> b.id: one engine walks the same relationship back", _edge_twice),
    Rule(
        "reserved",
        "another name: it is a keyword there",
        _has(rf"(?:\bAS\s+|\$|\.|[(\[{{]\s*)(?:{'|'.join(RESERVED)})\b(?!\s*\()"),
    ),
    Rule("to_string", "toString of whole numbers only", _to_string),
    Rule("sum", "coalesce(sum(x), 0): the sum of nothing is null there", _sum_bare),
    Rule("contains", "(x CONTAINS $q OR $q = ''): everything contains '' here, nothing there", _contains_empty),
    Rule("regex", "plain expressions: lookahead never matches there", _has(r"=~")),
    Rule("inline_where", "WHERE after the pattern", _has(r"[(\[]\s*\w*\s*:\w+[^()\[\]]*\bWHERE\b")),
    Rule("chained_comparison", "AND", _has(r"(?<![-<>=])(?:<=|>=|<|>|=)\s*[\w.$]+\s*(?:<=|>=|<(?!-)|>|=)")),
    Rule("map_assignment", "SET n.a = r.a, ..", _has(r"\+=|\bSET\s+\w+\s*=|\bCREATE\s*\([^)]*\$\w+\s*\)")),
    Rule("remove", "SET n.a = null", _has(r"\bREMOVE\b")),
    Rule("foreach", "UNWIND", _has(r"\bFOREACH\b")),
    Rule(
        "labels",
        "one label and a property",
        _has(r"\(\s*\w*\s*:\w+\s*[:&!]|:\s*!|\b(?:WHERE|AND|OR|NOT)\s+\(?\w+:[A-Z]|\bSET\s+\w+:"),
    ),
    Rule("type_alternatives", "[r:A|B]", _has(r"\|\s*:")),
    Rule("undirected", "a direction: the other engine walks back", _has(r"(?<!<)-(?:\[[^\]]*\])?-(?!>)")),
    Rule("unbounded", "*1..8, at most 30 hops, along an acyclic relationship", _unbounded),
    Rule("quantified_path", "*1..3", _has(r"\]->\s*[{+]|\)\s*\{\s*\d|\bSHORTEST\b|\bshortestPath\b")),
    Rule("map_projection", "RETURN columns", _has(r"\w\s*\{\s*\.")),
    Rule("concatenation", "+ on texts", _has(r"\|\|")),
    Rule("backtick", "a plain name", _has(r"`")),
    Rule("simple_case", "CASE WHEN x = .. THEN", _has(r"\bCASE\s+(?!WHEN\b)")),
    Rule("null_in_list", "lists without null", _has(r"\[[^\]]*\bnull\b[^\]]*\]")),
    Rule("round", "round(x, 1)", _has(r"\bround\s*\([^(),]*\)")),
    Rule(
        "arithmetic_on_parameters",
        "arithmetic in Python: small numbers overflow there",
        _has(r"\$\w+\s*[-+*/%](?!\[)|(?<!\()[-+*/%]\s*\$\w+"),
    ),
    Rule("limit", "LIMIT $limit or a number", _has(r"\b(?:LIMIT|SKIP)\s+(?!(?:\$\w+|\d+)\s*(?:\bLIMIT\b|$))")),
    Rule("star", "named columns", _has(r"\b(?:RETURN|WITH)\s+(?:DISTINCT\s+)?\*")),
    Rule("whole_node", "named columns of it", _whole_node),
    Rule("two_statements", "one statement in a file", _has(r";\s*\S")),
)


def flaws(text: str) -> list[str]:
    """The rules that a statement breaks, in the order of `RULES`."""
    statement = bare(text).strip()
    return [rule.name for rule in RULES if rule.find(statement)]


def foreign_letters(text: str) -> list[str]:
    """`p: Passage` for each letter of LETTERS that stands for another label."""
    named = re.findall(r"\((\w+):(\w+)", bare(text))
    return [f"{name}: {label}" for name, label in named if LETTERS.get(name, label) != label]
