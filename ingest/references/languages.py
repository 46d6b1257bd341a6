"""Languages as exports spell them (ISO 639-2 codes of MEDLINE, English names) -> BCP 47 tags."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.references.record import Record

_NAMES = """
en eng english | de ger deu german | fr fre fra french | es spa spanish | he heb hebrew | sw swa swahili | lg lug ganda
luganda | pt por portuguese | it ita italian | zh chi zho chinese | ja jpn japanese | ru rus russian | nl dut nld dutch
| pl pol polish | ko kor korean | tr tur turkish | sv swe swedish | da dan danish | no nor norwegian | fi fin finnish
| cs cze ces czech | hu hun hungarian | el gre ell greek | ar ara arabic | fa per fas persian | ro rum ron romanian
| hr hrv croatian | sr srp serbian | uk ukr ukrainian | hi hin hindi | id ind indonesian | th tha thai | vi vie
vietnamese | af afr afrikaans | ca cat catalan | sk slo slk slovak | sl slv slovenian | bg bul bulgarian
"""
TAGS = {word: group.split()[0] for group in _NAMES.split("|") for word in group.split()}


def language_of(records: Sequence[Record]) -> str | None:
    """The tag of the first record that says its language in words that are known."""
    return next((tag for record in records if (tag := language_tag(record.language))), None)


def spelt(said: object) -> str | None:
    """The tag of a language; what has none, as it is spelt in lower case; null when nothing is said."""
    text = " ".join(str(said or "").split())
    return (language_tag(text) or text.casefold()) if text else None


def spoken(records: Sequence[Record]) -> str | None:
    """The tag of the first record whose language is known, else the language as one of them spells it."""
    return language_of(records) or next((said for record in records if (said := spelt(record.language))), None)


def language_tag(said: str | None) -> str | None:
    """The tag of a language; null for what is not known or several languages at once."""
    return TAGS.get(said.strip().casefold().split("-")[0]) if said else None
