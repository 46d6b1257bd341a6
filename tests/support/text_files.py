"""Files for a texts/ folder, made in memory: Word documents, and review folders that hold texts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STYLES = (
    f'<w:styles {_W}><w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:styleId="T"><w:name w:val="Title"/></w:style></w:styles>'
)
REVIEW = '[review]\nid = "t"\ntitle = "T"\n'
ARTICLE = (
    '<article><front><article-meta><article-id pub-id-type="doi">{doi}</article-id><title-group><article-title>'
    "{title}</article-title></title-group></article-meta></front><body><p>{words}</p></body></article>"
)


def docx(body: str, *, styles: str = STYLES, **more: str) -> bytes:
    """A Word document of this body."""
    parts = {"word/document.xml": f"<w:document {_W}><w:body>{body}</w:body></w:document>", "word/styles.xml": styles}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {**parts, **more}.items():
            archive.writestr(name, text)
    return packed.getvalue()


def jats(doi: str = "10.1000/a", title: str = "A title", words: str = "Pay helped.") -> bytes:
    """A short article."""
    return ARTICLE.format(doi=doi, title=title, words=words).encode()


def with_texts(folder: Path, texts: Mapping[str, bytes], review: str = REVIEW, table: str | None = None) -> Path:
    """A review folder with these files in texts/."""
    for name, content in texts.items():
        file = folder / "texts" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    (folder / "review.toml").write_text(review, encoding="utf-8")
    if table is not None:
        (folder / "tables").mkdir()
        (folder / "tables" / "t.csv").write_text(table, encoding="utf-8")
    return folder
