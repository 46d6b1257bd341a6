"""Who can be asked what a paper cites."""

from __future__ import annotations

from enum import StrEnum


class Service(StrEnum):
    """The two services, each with an API of its own."""

    CROSSREF = "crossref"
    OPENALEX = "openalex"


SERVERS = {Service.CROSSREF: "https://api.crossref.org", Service.OPENALEX: "https://api.openalex.org"}
