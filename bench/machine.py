"""The machine that measured, without a name or a path of it."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

LIBRARIES = ("ladybug", "pyarrow", "pandas", "numpy", "neo4j")


def machine() -> str:
    """One paragraph: date, processors, memory, load, versions."""
    size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    kind = f"{platform.system()} {platform.machine()}"
    load = f"{os.getloadavg()[1]:.1f}"
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return (
        f"Measured on {datetime.now(UTC):%Y-%m-%d} on {kind}, {os.cpu_count()} processors ({_processor()}), "
        f"{size:.0f} GB of memory; Python {platform.python_version()}, {libraries}. "
        f"At the end {load} processes were waiting for a processor or using one, on average of five minutes: "
        f"above {os.cpu_count()} the times by the clock say more about the other work than about narragraph."
    )


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or "of unknown kind"
