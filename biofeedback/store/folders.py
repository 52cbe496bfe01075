"""Which files of a folder may be recordings; whether they are, only reading them tells."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

DOCUMENTS = {".md", ".html", ".pdf", ".png", ".jpg", ".svg", ".toml", ".parquet", ".sqlite3"}
"""What often lies beside recordings in a folder and is none."""
BESIDE = {"README", "CHANGES", "LICENSE", "LICENCE"}
"""So do these, whatever they end in; BIDS wants the first without an end."""


def recordings_in(folder: Path) -> Iterator[Path]:
    """Yield the files in a folder and the folders in it, but hidden ones and documents."""
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        document = path.suffix.lower() in DOCUMENTS or path.stem in BESIDE
        if path.is_file() and not hidden and not document:
            yield path
