"""What a page loads: pinned, from here alone, under a policy that allows nothing else."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_client import desk_client
from fastapi.testclient import TestClient

from api.page.assets import STATIC, TYPES, address

HTMX = "d6fdc75f204e6bdefa99b69bf1e6d4ac69b8a364f77929f45c13476b4000f717"
"""SHA-256 of htmx 2.0.11, dist/htmx.min.js, as its authors published it."""
TEMPLATES = sorted((STATIC.parent / "templates").glob("*.html"))


@pytest.fixture
def client(review: Path) -> Iterator[TestClient]:
    with desk_client(review) as client:
        yield client


def test_the_vendored_script_is_the_one_that_was_published() -> None:
    assert hashlib.sha256((STATIC / "htmx.min.js").read_bytes()).hexdigest() == HTMX


def test_files_may_be_kept_for_ever_under_the_address_of_their_content(client: TestClient) -> None:
    for file in STATIC.iterdir():
        answer = client.get(address(file.name))
        assert answer.content == file.read_bytes()
        assert answer.headers["content-type"] == TYPES[file.suffix]
        assert "immutable" in answer.headers["cache-control"]
    for path in ("/static/nothing.js", "/static/..%2f..%2fapp.py", "/static/base.html"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda file: file.name)
def test_no_template_names_another_site_or_runs_a_script_of_its_own(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    assert not re.findall(r"(?:src|href|action)=[\"'](?:https?:)?//", text)
    assert not re.findall(r"\son\w+=|<style|style=|javascript:", text)
    assert not re.findall(r"<script(?! src=)", text)
    assert "|safe" not in text


def test_pages_carry_the_policy(client: TestClient) -> None:
    answer = client.get("/signin", headers={"accept": "text/html"})
    policy = dict(part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; "))
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
