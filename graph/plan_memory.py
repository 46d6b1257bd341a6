"""How much memory this process may still take: the machine, a control group, or a limit of the shell."""

from __future__ import annotations

import os
import resource
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

GROUPS = Path("/sys/fs/cgroup")
PROC = Path("/proc")
_NO_LIMIT = 2**60
"""What a control group without a limit says is around this or larger."""


ADDRESSES = 2**36
"""Address space that one embedded graph reserves, a power of two; its engine would take 8 TB by itself."""


def address_space() -> int:
    """Bytes that an embedded graph reserves: ADDRESSES, or at most a quarter of what `ulimit -v` allows."""
    most, _ = resource.getrlimit(resource.RLIMIT_AS)
    if most == resource.RLIM_INFINITY:
        return ADDRESSES
    return int(min(ADDRESSES, 2 ** max(20, (most // 4).bit_length() - 1)))


@dataclass(frozen=True)
class Room:
    """Bytes that this process may have in all, what it has now included, and what bounds them."""

    bytes: int
    bound: str


def room(proc: Path = PROC, groups: Path = GROUPS) -> Room:
    """The tightest of all bounds; a bound that cannot be read is none."""
    return min((*_machine(proc), *_group(proc, groups), *_limits(proc)), key=lambda found: found.bytes)


def _machine(proc: Path) -> Iterator[Room]:
    available = _field(proc / "meminfo", "MemAvailable")
    if available is not None:
        yield Room(available + _own(proc), "memory of this machine that is free now")
    else:
        yield Room(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"), "memory of this machine")


def _group(proc: Path, groups: Path) -> Iterator[Room]:
    """Version 2 names one place below /sys/fs/cgroup, version 1 one for memory; a parent may be tighter."""
    for line in _lines(proc / "self" / "cgroup"):
        _, kinds, path = line.split(":", 2)
        if kinds and "memory" not in kinds.split(","):
            continue
        top = groups / "memory" if kinds else groups
        name = "memory.limit_in_bytes" if kinds else "memory.max"
        place = top / path.lstrip("/")
        for folder in (place, *place.parents):
            if not folder.is_relative_to(top):
                break
            most = _whole(folder / name)
            if most is not None and most < _NO_LIMIT:  # what it uses counts files kept in memory, which give way
                yield Room(most, f"limit of its control group, {most / 2**30:.1f} GB")


def _limits(proc: Path) -> Iterator[Room]:
    for kind, field, reserved, name in (
        (resource.RLIMIT_AS, "VmSize", address_space(), "limit on its address space (ulimit -v)"),
        (resource.RLIMIT_DATA, "VmData", 0, "limit on its data (ulimit -d)"),
    ):
        most, _ = resource.getrlimit(kind)
        if most != resource.RLIM_INFINITY:
            taken = (_field(proc / "self" / "status", field) or 0) + reserved
            yield Room(max(0, most - taken + _own(proc)), f"{name}, {most / 2**30:.1f} GB")


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8").splitlines()
    except OSError:
        return []


def _field(file: Path, name: str) -> int | None:
    """A size of a file of /proc in bytes; those say kB."""
    for line in _lines(file):
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) * 1024
    return None


def _own(proc: Path) -> int:
    """What this process has in memory now."""
    return _field(proc / "self" / "status", "VmRSS") or 0


def _whole(file: Path) -> int | None:
    text = "".join(_lines(file)).strip()
    return int(text) if text.isdecimal() else None
