"""Asking OpenAlex or Crossref about one DOI at a time: slowly, a bounded number of times, and again when that helps.

The only place where narragraph speaks to a server that is not the graph's. Sources: OpenAlex "Rate limits and
authentication" (mailto); Crossref REST API etiquette (mailto, User-Agent, Retry-After); RFC 9110, 10.2.3 (Retry-After).
"""

from __future__ import annotations

import email.utils
import http.client
import json
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from cli.enrich_service import Service
from graph import version
from graph.ids import normal_doi

MOST_BYTES = 20_000_000
TRIES = 5
"""Requests for one DOI at most."""
LONGEST_WAIT = 120.0
"""Seconds that are waited before one request at most; a server that asks for more ends the run."""
AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Statuses after which the same request may be answered."""


_PLACES = {Service.CROSSREF: "/works/", Service.OPENALEX: "/works/doi:"}


@dataclass(frozen=True)
class Answer:
    """What came: the status of HTTP (200, or 404 for a DOI that is not known there), the bytes, and what is odd."""

    status: int
    content: bytes
    url: str
    said: str = ""


class NoAnswer(Exception):
    """The server gives none, and asking on would not be polite; why, in one sentence."""


class Spent(Exception):
    """The requests that were allowed are used up."""


@dataclass
class Asker:
    """One run. `most`: requests at most, those that are sent again too; `wait`: seconds before the second try."""

    service: Service
    server: str
    mailto: str
    most: int
    per_second: float
    wait: float
    requests: int = 0
    _free_at: float = field(default=0.0, init=False)

    def url(self, doi: str, *, mailto: bool = False) -> str:
        """The address of a DOI, with the address of who asks or without."""
        # The slash stays: OpenAlex tells DOIs by it. Everything else that could mean something to a server is quoted.
        address = f"{self.server.rstrip('/')}{_PLACES[self.service]}{quote(doi, safe='/')}"
        return f"{address}?{urlencode({'mailto': self.mailto})}" if mailto else address

    def ask(self, doi: str) -> Answer:
        """Ask until there is an answer. Raises Spent, or NoAnswer when there will be none."""
        wait, why = self.wait, ""
        for number in range(TRIES):
            if self.requests >= self.most:
                raise Spent
            if number:
                time.sleep(wait)
            status, content, headers, why = self._request(doi)
            if status in {404, 410}:
                return Answer(404, b"", self.url(doi), "not known there")
            if status == 200:
                found = _work_of(self.service, content)
                if found is not None:
                    return Answer(200, content, self.url(doi), "" if found == doi else f"it is the work of {found}")
                why = "what came is no work"
            elif status is not None and status not in AGAIN:
                raise NoAnswer(f"{self.url(doi)} answers {status}.")
            asked = seconds_of(headers.get("Retry-After"))
            if asked is not None and asked > LONGEST_WAIT:
                raise NoAnswer(f"{self.url(doi)} asks to come back in {asked:,.0f} seconds.")
            wait = asked if asked is not None else min(self.wait * 2**number, LONGEST_WAIT)
        raise NoAnswer(f"{self.url(doi)} gave no answer in {TRIES} tries ({why}).")

    def _request(self, doi: str) -> tuple[int | None, bytes, Mapping[str, str], str]:
        """Status (null when nothing came), content, headers, and what happened in words."""
        time.sleep(max(0.0, self._free_at - time.monotonic()))
        self.requests += 1
        agent = f"narragraph/{version()} (mailto:{self.mailto})"
        request = urllib.request.Request(self.url(doi, mailto=True), headers={"User-Agent": agent})  # noqa: S310  (http or https: checked)
        try:
            with _opener().open(request, timeout=30) as answer:
                content = answer.read(MOST_BYTES + 1)
                if len(content) > MOST_BYTES:
                    raise NoAnswer(f"{self.url(doi)} answers with more than {MOST_BYTES:,} bytes.")
                return answer.status, content, dict(answer.headers), ""
        except urllib.error.HTTPError as error:
            with error:
                return error.code, b"", dict(error.headers), f"status {error.code}"
        except (urllib.error.URLError, http.client.HTTPException, OSError) as error:
            return None, b"", {}, str(getattr(error, "reason", error)) or type(error).__name__
        finally:
            self._free_at = time.monotonic() + 1 / self.per_second


class _SameServer(urllib.request.HTTPRedirectHandler):
    """Follows a redirect on the same server only: whoever allowed this one allowed no other."""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        """As the library asks. Raises NoAnswer for another server."""
        one, other = urlsplit(req.full_url), urlsplit(newurl)
        if (one.scheme, one.netloc) != (other.scheme, other.netloc):
            raise NoAnswer(f"{one.netloc} sends on to another server ({other.netloc}).")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _opener() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(_SameServer)


def _work_of(service: Service, content: bytes) -> str | None:
    """The DOI of the work that came; null for what is none, such as the page of a login on the way."""
    try:
        said = json.loads(content)
    except (ValueError, RecursionError):
        return None
    work = said.get("message") if isinstance(said, dict) and service is Service.CROSSREF else said
    named = work.get("DOI" if service is Service.CROSSREF else "doi") if isinstance(work, dict) else None
    return normal_doi(named) if isinstance(named, str) else None


def seconds_of(said: str | None, now: datetime | None = None) -> float | None:
    """Seconds that a Retry-After asks for, as a number or as a date; null where it says nothing that can be read."""
    if said is None:
        return None
    if said.strip().isdecimal():
        return float(said)
    try:
        at = email.utils.parsedate_to_datetime(said)
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(0.0, (at - (now or datetime.now(UTC))).total_seconds())
