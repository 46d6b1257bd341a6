"""Words that headers and cells use, in English and the other languages of reviews: hints for a first mapping only."""

from __future__ import annotations

ID = (
    "doi",
    "pmid",
    "pubmed id",
    "item_id",
    "record id",
    "paper id",
    "paper_id",
    "study id",
    "study_id",
    "document",
    "id",
)
AUTHOR = ("author", "authors", "first author", "autor", "autoren", "auteur", "auteurs", "autores")
YEAR = ("year", "publication year", "pub year", "jahr", "année", "annee", "año", "ano", "mwaka")
TITLE = ("title", "titel", "titre", "título", "titulo")
QUOTE = ("quote", "quotation", "content", "text", "excerpt", "illustration", "verbatim", "zitat", "citation textuelle")
INFLUENCE = ("influence", "factor", "theme", "tag", "code", "construct", "determinant", "faktor", "facteur", "factor")
SETTING = {
    "country": "country",
    "countries": "country",
    "location": "country",
    "land": "country",
    "pays": "country",
    "país": "country",
    "setting": "service",
    "service": "service",
    "site": "site",
    "region": "region",
    "income_level": "income group",
    "income level": "income group",
    "income group": "income group",
}
DIRECTION_HEADER = {
    "barrier": "barrier",
    "barriers": "barrier",
    "hindrance": "barrier",
    "hindrances": "barrier",
    "obstacles": "barrier",
    "barrieren": "barrier",
    "hindernisse": "barrier",
    "barrières": "barrier",
    "obstáculos": "barrier",
    "barreras": "barrier",
    "facilitator": "facilitator",
    "facilitators": "facilitator",
    "enabler": "facilitator",
    "enablers": "facilitator",
    "förderfaktoren": "facilitator",
    "facilitateurs": "facilitator",
    "facilitadores": "facilitator",
}
EFFECT = {
    "facilitator": "facilitator",
    "facilitates": "facilitator",
    "enabler": "facilitator",
    "helps": "facilitator",
    "positive": "facilitator",
    "generally positive": "facilitator",
    "+": "facilitator",
    "barrier": "barrier",
    "hinders": "barrier",
    "negative": "barrier",
    "generally negative": "barrier",
    "-": "barrier",
    "mixed": "mixed",
    "both": "mixed",
    "+/-": "mixed",
    "±": "mixed",
    "neutral": "neutral",
    "null": "neutral",
    "null/neutral": "neutral",
    "no effect": "neutral",
    "unclear": "unclear",
    "absent": "absent",
    "not found": "absent",
}
ASKED = {
    "barrier": "barrier",
    "preventing": "barrier",
    "hinder": "barrier",
    "obstacle": "barrier",
    "challenge": "barrier",
    "facilitat": "facilitator",
    "enabl": "facilitator",
}
"""Parts of words in a question that say what a flag under it means."""
FLAGS = ("1", "x", "✓", "✔", "yes", "y", "ja", "oui", "sí", "true")
UNFLAGS = ("0", "no", "n", "nein", "non", "false")
MISSING = (
    "na",
    "n/a",
    "not reported",
    "not applicable",
    "unknown",
    "nr",
    "-",
    "keine angabe",
    "non rapporté",
    "no informado",
)
