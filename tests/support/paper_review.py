"""A review whose papers have texts with everything that a page must show; all words are invented."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from curated_review import curated_review
from desk_client import PEOPLE, as_
from fastapi.testclient import TestClient
from html_page import read
from httpx import Response
from lxml.html import HtmlElement

B = "paper:b"
SCRIPT = "<script>alert(1)</script>"
BIDI = "\u202e"
ARABIC = "لم يكن هناك تدريب كاف للموظفين في العيادة."
ARTICLE = f"""<?xml version="1.0" encoding="UTF-8"?>
<article xml:lang="en"><front><article-meta>
<title-group><article-title>Work in the ward &amp; elsewhere</article-title></title-group>
<abstract><p>Training helped everyone who took part in it.</p></abstract>
</article-meta></front><body>
<sec><title>Results</title>
<p>Staff said: {SCRIPT.replace("<", "&lt;")} and {BIDI}hidden words. Lack of training hindered the new workers, 𝒜 and
so did low pay.</p>
<list><list-item><p>Training was short.</p></list-item><list-item><p>Pay was low.</p></list-item></list>
<disp-quote><p>We were trained twice and we liked it.</p></disp-quote>
<table-wrap><label>Table 1</label><caption><p>What helped in a very long caption of a table</p></caption>
<table><thead><tr><th/><th>Helped</th><th>Hindered by something unpronounceablylongwithoutanyblank</th></tr></thead>
<tbody><tr><td rowspan="2">Ward</td><td>Training helped the ward</td><td>Low pay was a barrier there</td></tr>
<tr><td colspan="2">Twice. Twice. Twice.</td></tr></tbody></table>
<table-wrap-foot><fn><p>A note under the table.</p></fn></table-wrap-foot></table-wrap>
</sec>
<sec xml:lang="ar"><title>نتائج</title><p xml:lang="ar">{ARABIC}</p></sec>
</body></article>
"""


def paper_review(folder: Path, *, blind_share: float = 0.0) -> Path:
    """paper:a with a plain text, paper:b with an article in two languages; ann, ben, chief and rita as in PEOPLE."""
    people = PEOPLE.replace("blind_share = 0.0", f"blind_share = {blind_share}")
    curated_review(folder, more=f'"b.xml" = "{B}"\n{people}')
    (folder / "texts" / "b.xml").write_text(ARTICLE, encoding="utf-8")
    return folder


def sign_in(client: TestClient, curator: str, token: str = "") -> str:
    """Begin a session as a browser would, with a token where one is needed; returns the secret of its forms."""
    client.cookies.clear()
    sent = {"curator": curator, "token": token}
    assert client.post("/signin", data=sent, follow_redirects=False).status_code == 303
    found = re.search(r'name="csrf" value="([^"]+)"', seen(client, "/").text)
    assert found is not None
    return found[1]


def seen(client: TestClient, address: str) -> Response:
    """A page as a signed-in browser gets it."""
    return client.get(address, headers={"Accept": "text/html"})


def paper_page(client: TestClient, curator: str | None = None, paper: str = B) -> HtmlElement:
    """A paper as a curator sees it; without a curator as the one who is signed in."""
    headers = {"Accept": "text/html"} | (as_(curator) if curator else {})
    if curator:
        client.cookies.clear()
    answer = client.get(f"/papers/{paper}", headers=headers)
    assert answer.status_code == 200, answer.text
    return read(answer.text)


def material(client: TestClient) -> Any:
    """What the desk of a server is about."""
    desks: Any = client.app.state.desks  # type: ignore[attr-defined]
    return desks.open().desk.material


def suggestion_on(client: TestClient, quote: str, influence: str = "training") -> Any:
    """The suggestion of the machine on a passage of paper:b that begins with these words."""
    return next(
        found
        for found in material(client).suggestions.values()
        if found.anchor.quote.startswith(quote) and (found.influence_id, found.paper_id) == (influence, B)
    )
