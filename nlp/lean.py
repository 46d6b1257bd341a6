"""spaCy without its command line: it takes a third of the time that spaCy takes to load, and nobody here calls it.

Programs that call it still find it: it is left out only while spaCy itself is loaded.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

_LEFT_OUT = ("spacy.cli", "spacy.cli.info")


class _Lean(Loader):
    """Loads spaCy as it was found, with empty modules in place of its command line."""

    def __init__(self, found: Loader) -> None:
        self.found = found

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self.found.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        sys.meta_path[:] = [finder for finder in sys.meta_path if not isinstance(finder, _Finder)]
        module.__loader__ = self.found
        if module.__spec__ is not None:
            module.__spec__.loader = self.found
        stand_ins = {name: ModuleType(name) for name in _LEFT_OUT if name not in sys.modules}
        for stand_in in stand_ins.values():
            stand_in.__path__ = []
            vars(stand_in)["info"] = _info
        sys.modules.update(stand_ins)
        try:
            self.found.exec_module(module)
        finally:
            for name in stand_ins:
                del sys.modules[name]


class _Finder(MetaPathFinder):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != "spacy":
            return None
        del path, target
        sys.meta_path.remove(self)  # the others find it
        try:
            spec = importlib.util.find_spec(fullname)
        finally:
            sys.meta_path.insert(0, self)  # whoever asks where spaCy stands need not load it
        if spec is not None and spec.loader is not None:
            spec.loader = _Lean(spec.loader)
        return spec


def _info(*given: object, **more: object) -> object:
    """`spacy.info`, which its command line holds."""
    from spacy.cli.info import info

    return info(*given, **more)  # type: ignore[arg-type]


def leave_out_command_line() -> None:
    """From now on; without an effect where spaCy is loaded already."""
    if "spacy" not in sys.modules:
        sys.meta_path.insert(0, _Finder())
