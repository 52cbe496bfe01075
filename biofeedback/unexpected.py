"""What nobody foresaw: its details go into one file, which stays small and private."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from biofeedback.settings import make_private

LARGEST_BYTES = 500_000  # then the older half goes


def keep_details(folder: Path, details: str) -> Path | None:
    """Add details to the log in this folder; return the log, or None if it cannot be written."""
    log = folder / "unexpected.log"
    try:
        make_private(folder)
        _shorten(log)
        log.touch(mode=0o600)
        with log.open("a", encoding="utf-8") as file:
            file.write(f"{datetime.now(UTC).isoformat()}\n{details}\n")
    except OSError:
        return None
    return log


def _shorten(log: Path) -> None:
    if log.exists() and log.stat().st_size > LARGEST_BYTES:
        log.write_bytes(log.read_bytes()[-LARGEST_BYTES // 2 :])
