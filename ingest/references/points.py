"""Points of each level of likeness, and what their sum means. Chosen as docs/decisions/0012-references.md tells."""

from __future__ import annotations

DUPLICATE = 7.5
"""Points from which two records are one paper."""
REVIEW = 4.5
"""Points from which a person should look."""
POINTS: dict[str, float] = {
    "same DOI": 8,
    "another DOI": -4,
    "same PubMed id": 8,
    "another PubMed id": -6,
    "same title": 6,
    "same short title": 3,
    "title but for spelling": 5,
    "short title but for spelling": 2.5,
    "title within the other": 3.5,
    "short title within the other": 0.5,
    "title in other words": 1,
    "other title in one place": 0,
    "other title": -10,
    "same authors": 2.5,
    "most authors": 2,
    "first author": 1,
    "some authors": 0,
    "other authors": -4,
    "same year": 1,
    "year apart by 1": -1,
    "years apart": -3,
    "same journal": 1,
    "other journal": -3,
    "same volume": 1,
    "other volume": -1.5,
    "same issue": 0.5,
    "other issue": -0.5,
    "same first page": 2.5,
    "same last page": 2,
    "overlapping pages": 1.5,
    "other first page": -2,
    "other kind": -1,
}
