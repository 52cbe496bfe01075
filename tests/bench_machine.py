"""The machine that a run was made on, in general terms: nothing that names its owner."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from biofeedback.results.graph import versions


def machine() -> dict[str, object]:
    """Return when, on what and with what a run is made, and how busy the machine is just now."""
    return {
        "began": datetime.now(UTC).strftime("%Y-%m-%dT%H:%MZ"),
        "processor": processor(),
        "cores": os.cpu_count(),
        "system": platform.system(),
        "python": f"Python {platform.python_version()}",
        "versions": {**versions(), "PySide6": version("PySide6-Essentials")},
        "load_before": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
    }


def processor() -> str:
    """Return the processor's model, or as much as the system tells."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text("utf-8").splitlines() if told.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor() or platform.machine()


def resident_mb() -> float:
    """Return the memory that this process uses now."""
    return float(psutil.Process().memory_info().rss) / 1e6


def family_mb() -> float:
    """Return the memory of this process and all that it started."""
    here, total = psutil.Process(), 0
    for process in (here, *here.children(recursive=True)):
        try:
            total += process.memory_info().rss
        except psutil.NoSuchProcess:
            continue  # it has just ended
    return total / 1e6
