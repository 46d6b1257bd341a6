"""The door to lxml: XML and HTML as trees, without network, without a DTD, without entities of the file's own."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TypeAlias

from graph.errors import TextError

if TYPE_CHECKING:
    from lxml import etree

    Element: TypeAlias = etree._Element
else:
    Element: TypeAlias = Any

MOST_SPAN = 1000
MOST_ATTRIBUTES = 10_000
"""Of one element: libxml2 compares each with all before it, so that four times as many take sixteen times as long."""
_TAG = re.compile(rb"""<[a-zA-Z_:\x80-\xff](?:[^"'<>]++|<|"[^"]*+"|'[^']*+')*+""")
_QUOTED = re.compile(rb"""\s*+=\s*+(?:"[^"]*+"|'[^']*+')""")
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def parse_xml(content: bytes, path: str) -> Element:
    """The root of an XML file. Raises TextError for anything that is not well-formed or defines entities."""
    from lxml import etree

    _check_attributes(content, path)
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, dtd_validation=False, no_network=True, huge_tree=False
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        said = str(error).splitlines()[0] if str(error) else "no element found"
        if "entity" in said.lower() or "amplification" in said.lower():
            raise _entities(path) from None
        message = f"it is not well-formed XML ({said.split(' (<string>')[0]})."
        raise TextError(path, message, rule="xml", fix="Download or export it again.") from None
    dtd: Any = root.getroottree().docinfo.internalDTD
    if dtd is not None and dtd.entities():
        raise _entities(path)
    return root


def _entities(path: str) -> TextError:
    message = "it defines entities of its own, which can make a small file endless or read other files."
    return TextError(path, message, rule="entities", fix="Remove the <!ENTITY ...> lines from its head.")


def parse_html(text: str, path: str) -> Element:
    """The root of an HTML page, mended where its tags are wrong."""
    from lxml import etree

    content = text.encode("utf-8", "replace")
    _check_attributes(content, path)
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        root = None
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        message = "its elements are nested more than 256 deep, so only a part could be read."
        raise TextError(path, message, rule="depth", fix="Save the page again, or as text.")
    if root is None:
        raise TextError(path, "there is no HTML in it.", rule="html", fix="Save the page again, or as text.")
    return root


def _check_attributes(content: bytes, path: str) -> None:
    """Raises TextError for an element with more attributes than any has."""
    least = 4 * MOST_ATTRIBUTES  # bytes of so many
    if len(content) < least:
        return
    if b"\0" in content[:4]:
        content = content.decode("utf-16", "replace").encode("utf-8", "replace")
    for tag in _TAG.finditer(content):
        if tag.end() - tag.start() > least and len(_QUOTED.sub(b"=", tag[0]).split()) > MOST_ATTRIBUTES:
            message = f"one element of it has more than {MOST_ATTRIBUTES:,} attributes."
            raise TextError(path, message, rule="attributes", fix="Download or export it again.")


def name_of(element: Element) -> str:
    """The local name; "" for comments, processing instructions and entities."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element, name: str) -> str:
    """An attribute by local name, "" when it is not there."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""


def declared_language(element: Element) -> str | None:
    """The language that an element declares itself, as a primary subtag in lower case."""
    said = element.get(_XML_LANG) or element.get("lang") or ""
    return str(said).replace("_", "-").split("-")[0].lower() or None


def is_entity(element: Element) -> bool:
    """Whether a node is a reference that nobody declared, such as &nbsp; without its DTD."""
    return not isinstance(element.tag, str) and bool(re.fullmatch(r"&[^;\s]+;", element.text or ""))


def entity_text(element: Element) -> str | None:
    """The characters of a reference that HTML knows; null for any other."""
    name = str(element.text)
    known = html.unescape(name)
    return None if known == name else known


class Paths:
    """The paths of elements of one tree. The children of an element are counted once, however many are asked for."""

    def __init__(self) -> None:
        self._numbers: dict[Element, dict[Element, int]] = {}

    def of(self, element: Element) -> str:
        """The element path: local names, each with its position among siblings of that name."""
        parts: list[str] = []
        at: Element | None = element
        while at is not None:
            above = at.getparent()
            parts.append(f"{name_of(at)}[{1 if above is None else self._children(above)[at]}]")
            at = above
        return "/" + "/".join(reversed(parts))

    def _children(self, above: Element) -> dict[Element, int]:
        if above not in self._numbers:
            seen: dict[str, int] = {}
            numbers = self._numbers[above] = {}
            for child in above:
                name = name_of(child)
                numbers[child] = seen[name] = seen.get(name, 0) + 1
        return self._numbers[above]


def path_of(element: Element) -> str:
    """The path of one element."""
    return Paths().of(element)


def span_of(said: str) -> int:
    """Rows or columns that a cell covers, from its attribute: at most MOST_SPAN; 1 for what is no number."""
    number = min(int(said), MOST_SPAN) if re.fullmatch("[0-9]{1,9}", said) else 1
    return max(number, 1)


def child_path(parent_path: str, seen: dict[str, int], child: Element) -> str:
    """The path of the next child of an element while its children are walked in order; `seen` counts their names."""
    name = name_of(child)
    seen[name] = seen.get(name, 0) + 1
    return f"{parent_path}/{name}[{seen[name]}]"


def descendants(element: Element, *names: str) -> Iterator[Element]:
    """Elements below with one of these local names, in document order."""
    for found in element.iter():
        if found is not element and name_of(found) in names:
            yield found


def first(element: Element | None, *names: str) -> Element | None:
    """The first element below along a path of local names; null when there is none."""
    for name in names:
        if element is None:
            return None
        element = next(descendants(element, name), None)
    return element


def child_of(element: Element, name: str) -> Element | None:
    """The first child with a local name; null when there is none."""
    return next((child for child in element if name_of(child) == name), None)


def words_of(element: Element | None) -> str | None:
    """All the text of an element on one line; null when there is none."""
    if element is None:
        return None
    return " ".join(str(element.xpath("string()")).split()) or None
