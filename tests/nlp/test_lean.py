"""spaCy is loaded without its command line, and whoever wants that still finds it."""

from __future__ import annotations

import subprocess
import sys

import pytest

CODE = """
import sys
import nlp
assert "spacy" not in sys.modules, "importing nlp loads no spaCy"
import nlp.pipeline, spacy
assert not {"spacy.cli", "weasel", "requests"} & set(sys.modules), "its command line is left out"
"""


@pytest.mark.parametrize(
    "then",
    [
        "assert spacy.info(silent=True)['spacy_version'] == spacy.__version__",
        "import spacy.cli; assert callable(spacy.cli.download)",
        "from importlib.resources import files; assert files('spacy').joinpath('lang').is_dir()",
        "import pickle; assert pickle.loads(pickle.dumps(spacy.blank('en')('One word.'))).text == 'One word.'",
    ],
)
def test_spacy_is_whole_but_for_what_nobody_called(then: str) -> None:
    done = subprocess.run([sys.executable, "-c", CODE + then], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_asking_where_spacy_stands_brings_no_command_line() -> None:
    """As for its lists of common words, which are read from their files."""
    code = "import nlp; from importlib.util import find_spec; assert find_spec('spacy').origin; find_spec('spacy')"
    done = subprocess.run([sys.executable, "-c", code + CODE], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_spacy_that_is_loaded_already_stays_as_it_is() -> None:
    code = "import sys, spacy; before = list(sys.meta_path); import nlp; assert sys.meta_path == before"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
