"""Walk a marked-up text (JATS, TEI, HTML) in reading order and write its blocks. What differs is in `Markup`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from graph.documents import BlockKind, Section
from ingest.texts.sections import section_of_heading, section_of_type
from ingest.texts.trees import (
    MOST_SPAN,
    Element,
    Paths,
    attribute,
    child_path,
    declared_language,
    entity_text,
    is_entity,
    name_of,
    span_of,
    words_of,
)
from ingest.texts.writer import CELL_JOINT, ROW_JOINT, Context, Writer


@dataclass(frozen=True)
class Markup:
    """What the elements of a format mean. Names are local; an element that is in no list is looked through."""

    dropped: frozenset[str]
    """Left out with all they hold."""
    blocks: Mapping[str, BlockKind]
    """Begin and end a block."""
    holders: Mapping[str, BlockKind] = field(default_factory=dict)
    """Paragraphs inside these are blocks of this kind."""
    sections: frozenset[str] = frozenset()
    """Open a section; `titles` inside say which."""
    titles: frozenset[str] = frozenset()
    level: Callable[[Element], int | None] | None = None
    """The level of an element that opens a section by standing there, as h1 to h6; null for other elements."""
    kind: Callable[[Element], BlockKind | None] = lambda _: None
    """The kind of a block where its name does not tell."""
    page: Callable[[Element], int | None] = lambda _: None
    """The page an element begins on, where the format knows."""
    text_in: frozenset[str] = frozenset()
    """Only text directly inside these counts; all text when empty."""
    labels: frozenset[str] = frozenset()
    """Stand before the block they number."""
    glued: Mapping[str, str] = field(default_factory=dict)
    """Elements that stand for characters, such as line ends inside a block."""
    tables: frozenset[str] = frozenset({"table"})
    rows: frozenset[str] = frozenset({"tr"})
    cells: frozenset[str] = frozenset({"td", "th"})
    cites: Callable[[Element], tuple[str, ...]] = lambda _: ()
    """What a citation mark points at; empty for any other element."""
    span: Callable[[Element], tuple[int, int]] = lambda cell: (
        span_of(attribute(cell, "rowspan")),
        span_of(attribute(cell, "colspan")),
    )
    """Rows and columns that a cell covers."""
    header: Callable[[Element], bool] = lambda cell: name_of(cell) == "th"
    """Whether a cell is a header."""


class Walker:
    """One walk over one tree."""

    def __init__(self, markup: Markup, writer: Writer, before: str = "") -> None:
        self._markup = markup
        self._writer = writer
        self._before = before
        self._levels: list[tuple[int, Section]] = []
        self.paths = Paths()
        self.entities: list[str] = []
        """References that nobody knows; they are left out and reported."""

    def walk(self, element: Element, path: str, context: Context) -> None:
        """Write an element that stands at `path`."""
        name = name_of(element)
        markup = self._markup
        if not name or name in markup.dropped:
            return
        context = replace(context, declared=declared_language(element) or context.declared)
        if name in markup.tables and self._table(element, path, context):
            return
        if name in markup.glued:
            self._writer.glue(markup.glued[name])
            return
        context = self._placed(element, name, context)
        block = name in markup.blocks or name in markup.holders or name in markup.labels
        if block:
            context = self._block_context(element, path, context)
            self._writer.cut(context)
        start, targets = self._writer.at, markup.cites(element)
        self._content(element, path, context)
        if targets:
            self._writer.cited(start, targets)
        if name in markup.labels:
            self._writer.label_ends()
        elif block:
            self._writer.cut()

    def _placed(self, element: Element, name: str, context: Context) -> Context:
        """The context inside an element that holds blocks, opens a section, or is a heading."""
        if name in self._markup.holders:
            context = replace(context, kind=self._markup.holders[name])
        if name in self._markup.sections:
            context = self._section(element, context)
        if self._markup.level and (level := self._markup.level(element)) is not None:
            context = self._heading(element, level, context)
        return context

    def _block_context(self, element: Element, path: str, context: Context) -> Context:
        kind = self._markup.kind(element) or self._markup.blocks.get(name_of(element), context.kind)
        if kind is BlockKind.PARAGRAPH or (kind is BlockKind.HEADING and context.kind is BlockKind.CAPTION):
            kind = context.kind
        page = self._markup.page(element) or context.page
        return replace(context, kind=kind, page=page, where=self._before + path)

    def _content(self, element: Element, path: str, context: Context) -> None:
        """The text nodes of an element and its children, in order. Text nodes count as XPath counts them."""
        nodes = 0
        seen: dict[str, int] = {}
        for child, text in ((None, element.text), *((child, child.tail) for child in element)):
            if child is not None:
                if is_entity(child):
                    self._entity(child, path, context)
                elif name_of(child):
                    within = self._open_level(context)
                    self.walk(child, child_path(path, seen, child), within)
            if text:
                nodes += 1
                if not self._markup.text_in or name_of(element) in self._markup.text_in:
                    where = f"{self._before}{path}"
                    place = replace(self._open_level(context), where=context.where or where)
                    self._writer.text(str(text), f"{where}/text()[{nodes}]", 0, place)

    def _entity(self, child: Element, path: str, context: Context) -> None:
        known = entity_text(child)
        if known is None:
            self.entities.append(str(child.text))
        else:
            self._writer.text(known, f"{self._before}{path}", 0, context)

    def _section(self, element: Element, context: Context) -> Context:
        title = next((child for child in element if name_of(child) in self._markup.titles), None)
        heading = words_of(title)
        if context.section is Section.ABSTRACT:
            return replace(context, heading=heading or context.heading)
        found = _opened(element) or context.section
        return replace(context, section=found, heading=heading or context.heading, kind=BlockKind.PARAGRAPH)

    def _heading(self, element: Element, level: int, context: Context) -> Context:
        """A heading that opens a section by standing there; an unknown one stays in the section it lies in."""
        heading = words_of(element)
        while self._levels and self._levels[-1][0] >= level:
            self._levels.pop()
        outer = self._levels[-1][1] if self._levels else Section.OTHER
        found = (section_of_heading(heading) if heading else None) or outer
        self._levels.append((level, found))
        self._heading_words = heading
        return replace(context, section=found, heading=heading)

    _heading_words: str | None = None

    def _open_level(self, context: Context) -> Context:
        """In a format with levels, the section and heading that stand open now."""
        if self._markup.level is None or not self._levels or context.section is Section.ABSTRACT:
            return context
        return replace(context, section=self._levels[-1][1], heading=self._heading_words)

    def _table(self, table: Element, path: str, context: Context) -> bool:
        """Write a table with its cells; a table of one cell, or inside another, is looked through."""
        rows = list(_rows(table, path, self._markup))
        cells = sum(len(found) for _, found in rows)
        inside = any(name_of(above) in self._markup.cells for above in table.iterancestors())
        if cells < 2 or inside:
            return False
        for child in table:
            if self._markup.blocks.get(name_of(child)) in {BlockKind.CAPTION, BlockKind.HEADING}:
                self.walk(child, self.paths.of(child), replace(context, kind=BlockKind.CAPTION))
        self._writer.begin_table(replace(context, kind=BlockKind.TABLE, where=self._before + path))
        ends: dict[int, int] = {}  # column -> the row from which on it is free
        for row, (_, found) in enumerate(rows):
            column = 0
            for nth, (cell, cell_path) in enumerate(found):
                while ends.get(column, 0) > row:
                    column += 1
                high, wide = self._markup.span(cell)
                wide = min(wide, max(1, MOST_SPAN - column))  # no table is wider; spans of spans would be
                ends |= {at: max(ends.get(at, 0), row + high) for at in range(column, column + wide)}
                self._writer.begin_cell(ROW_JOINT if nth == 0 else CELL_JOINT)
                self._content(cell, cell_path, context)
                self._writer.end_cell(row, column, high, wide, header=self._markup.header(cell))
                column += wide
        self._writer.cut()
        return True


def body_parts(body: Element | None, context: Context) -> list[tuple[Element, Context]]:
    """The parts of a body, those before its methods or results as background where nothing else is said of them."""
    if body is None:
        return []
    parts = [child for child in body if name_of(child)]
    opened = (_opened(child) in {Section.METHODS, Section.RESULTS} for child in parts)
    first = next((at for at, found in enumerate(opened) if found), 0)
    before = replace(context, section=Section.BACKGROUND)
    return [(child, before if at < first else context) for at, child in enumerate(parts)]


def _opened(part: Element) -> Section | None:
    """The section that a part of a body opens by its type or title."""
    title = next((child for child in part if name_of(child) in {"title", "head"}), None)
    heading = words_of(title)
    said = section_of_type(attribute(part, "sec-type") or attribute(part, "type"))
    return said or (section_of_heading(heading) if heading else None)


def _rows(table: Element, path: str, markup: Markup) -> list[tuple[str, list[tuple[Element, str]]]]:
    """The rows of a table in order, each with its cells and their paths; tables inside cells are not entered."""
    found: list[tuple[str, list[tuple[Element, str]]]] = []

    def look(element: Element, at: str) -> None:
        seen: dict[str, int] = {}
        for child in element:
            name = name_of(child)
            if not name:
                continue
            below = child_path(at, seen, child)
            if name in markup.rows:
                found.append((below, _cells(child, below, markup)))
            elif name not in markup.cells:
                look(child, below)

    look(table, path)
    return found


def _cells(row: Element, path: str, markup: Markup) -> list[tuple[Element, str]]:
    seen: dict[str, int] = {}
    paths = [(child, child_path(path, seen, child)) for child in row if name_of(child)]
    return [(child, at) for child, at in paths if name_of(child) in markup.cells]
