"""The files of an empty review folder."""

from __future__ import annotations

import json

GITIGNORE = "# Derived by narragraph from the files beside it; `narragraph build` makes it again.\n.narragraph/\n"
CODEBOOK = "influence_id,name,parent_id,definition,includes,excludes,example,status\n"
TERMS = "influence_id,language,term,strength\n"
PHRASES = "phrase,influence_id,by\n"
MAPPINGS = """\
influence_id,framework,construct,kind,author,reason,date
# Which influences stand for which construct of a framework; lines that begin with # are not read.
# framework: CFIR 2022 or CFIR 2009 or TDF 2012 or levels (macro / meso / micro); others in constructs.csv.
# kind: exact - close - narrower (the influence is a part of the construct) - broader - partial - none (nothing fits).
# Several authors may map one influence: one row each. Where they disagree both are kept and shown.
# training,CFIR 2022,Access to Knowledge & Information,close,Anna Example,why,2025-03-31
"""

_REVIEW = """\
# What this review is, how it counts, and how its tables are read. Every key: docs/review-folder.md.

[review]
id = {id}
title = {title}
# question = "What helps or hinders ...?"
# registration = "PROSPERO CRD..."

[counting]
unit = "paper"              # what a count counts unless said otherwise: paper, study, finding, passage or setting
paper_with_both = "mixed"   # a paper with facilitator and barrier findings on one influence counts as: mixed,
                            # facilitator, barrier or unclear
recommendations = "stored"  # stored = kept but not counted; counted = counted like findings

# [cells]
# missing = ["NA", "not reported"]   # words that say nothing, in every table

# One round of extraction: what was looked for in the papers that name it. Without one, a paper that does not
# report an influence is "not extracted" for it, never "not reported", and shares are not known.
# [[extraction]]
# name = "round 1"
# influences = "all"   # every active influence of codebook.csv, or a list of ids

# Put a table into tables/ and say how it is read, or let `narragraph init DIR --from TABLE` write a first version.
# [[table]]
# path = "tables/extraction.csv"
# header_row = 1
# one_row_is = "finding"      # paper, study or finding
#
#   [table.paper]
#   id = ["DOI"]              # fewest columns that tell papers apart
#   id_else = ["Author", "Year"]
#   year = "Year"
#   extracted_in = "round 1"
#
#   [[table.setting]]
#   name = "Setting"
#   kind = "service"
#
#   [[table.finding]]
#   influence = {{ column = "Influence" }}
#   direction = {{ column = "Effect", map = {{ "helps" = "facilitator", "hinders" = "barrier" }} }}
#   quote = "Quote"
"""


def empty_folder(id_: str, title: str) -> dict[str, str]:
    """The text of every file of an empty review folder, by path."""
    return {
        "review.toml": _REVIEW.format(id=json.dumps(id_), title=json.dumps(title, ensure_ascii=False)),
        "codebook.csv": CODEBOOK,
        "terms.csv": TERMS,
        "phrases.csv": PHRASES,
        "mappings.csv": MAPPINGS,
        ".gitignore": GITIGNORE,
        "tables/.gitkeep": "",
    }
