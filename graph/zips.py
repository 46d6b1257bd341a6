"""What Python raises for an archive that is none, cut off, changed, protected, or packed in an unknown way."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib

BROKEN_ZIP = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(EOFError, NotImplementedError, RuntimeError, ValueError, OSError, OverflowError),
)
"""OSError stands for its own and for what bzip2 raises; ValueError for names that are no text and places before 0."""
