"""A review whose papers have texts with everything that a page must show; all words are invented."""

from __future__ import annotations

import re
from pathlib import Path

from curated_review import curated_review
from desk_client import PEOPLE
from fastapi.testclient import TestClient
from httpx import Response

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
