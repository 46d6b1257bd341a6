"""Right files spoilt in any way, and how often a parser is tried with one."""

from __future__ import annotations

from faults import often
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

EXAMPLES = often(8, 400)
"""For each parser and way. The short form draws the same ones every time."""
CAREFUL = settings(
    max_examples=EXAMPLES,
    derandomize=EXAMPLES < 100,
    database=None,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)
ODD = (
    *(
        b"\0",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\xed\xa0\x80",
        b"\\ud800",
        b"&#xD800;",
        b"\xc2\xb2",
        b"9" * 5000,
        b"1e999",
    ),
    *(
        b"-1",
        b"NaN",
        b"[" * 3000,
        b"<a>" * 400,
        b"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>",
        b"&e;",
        b"<![x[",
    ),
    *(
        b"../../x",
        b"/etc/passwd",
        b"C:\\x",
        b"=1+1",
        b'"',
        b"'",
        b"{",
        b"}",
        b"\n",
        b"\r",
        b"\x0b",
        b"\xe2\x80\xa8",
        b"\x1a",
    ),
    *(b"\xe2\x80\xae", b"null", b"true", b",", b";", b" " * 300, b"a" * 70_000),
)
"""What has broken parsers before, somewhere."""


@st.composite
def spoilt(draw: st.DrawFn, right: bytes) -> bytes:
    """A file after one to four changes: flipped, cut, repeated, swapped, or with something odd put in."""
    content = right
    for _ in range(draw(st.integers(1, 4))):
        at, to = sorted((draw(st.integers(0, len(content))), draw(st.integers(0, len(content)))))
        way = draw(st.integers(0, 5))
        if way == 0 and content:
            place = min(at, len(content) - 1)
            content = content[:place] + bytes([content[place] ^ draw(st.integers(1, 255))]) + content[place + 1 :]
        elif way == 1:
            content = content[:at] + content[to:]
        elif way == 2:
            content = content[:to] + content[at : at + 200] * draw(st.integers(1, 20)) + content[to:]
        elif way == 3:
            content = content[to:] + content[at:to] + content[:at]
        elif way == 4:
            content = content[:at] + draw(st.sampled_from(ODD)) + content[at:]
        else:
            content = content[:at] + draw(st.sampled_from(ODD)) + content[at + 6 :]
    return content
