"""The table of a study: the same columns whatever was found, Parquet or CSV, never half a file."""

from __future__ import annotations

import contextlib
import csv
import os
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self, TextIO

from biofeedback.extras import how_to_get
from biofeedback.results.columns import GRAPH, KINDS, MEASURES, VERSIONS, guarded
from biofeedback.store.disk import RecordingError, trouble

GROUP = 4096  # rows that are written at once: kept in memory until then
WHOLE, NUMBER, TEXT, TRUTH = "int64", "float64", "string", "bool"

COLUMNS: Mapping[str, str] = {
    **dict.fromkeys(("file", "part"), TEXT),
    "stretch": WHOLE,
    **dict.fromkeys(("start_s", "end_s"), NUMBER),
    **dict.fromkeys(("source", "practice", "began", "remarks"), TEXT),
    **dict.fromkeys(("simulated", "sealed"), TRUTH),
    "beats": WHOLE,
    "duration_s": NUMBER,
    "gaps": WHOLE,
    "artifacts_method": TEXT,
    "artifacts_corrected_pct": NUMBER,
    **{f"artifacts_{kind}": WHOLE for kind in KINDS},
    "artifacts_left_out": WHOLE,
    **dict.fromkeys(("stretch_s", "pace_hz"), NUMBER),
    **{name: WHOLE if shown.counted else NUMBER for name, shown in MEASURES.items()},
    **{f"missing_{name}": TEXT for name in MEASURES},
    **{f"graph_{item}": TEXT for item in GRAPH},
    **{f"version_{name}": TEXT for name in VERSIONS},
    "error": TEXT,
}
"""Every column of a study's table, and what it holds."""


class _Sink(Protocol):
    def write(self, rows: Sequence[Mapping[str, Any]]) -> None: ...
    def close(self) -> None: ...


class Table:
    """A table that is being made; it has its name only when it is whole.

    Parameters
    ----------
    path
        Ending in .parquet or .csv.

    Raises
    ------
    RecordingError
        If it cannot be written there, or what writes Parquet is not installed.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._half = path.with_name(f".{path.stem}-{uuid.uuid4().hex[:8]}{path.suffix}")
        self._rows: list[Mapping[str, Any]] = []
        self._written = False

    def __enter__(self) -> Self:
        try:
            self._sink = _opened(self._half)
        except OSError as error:
            self._take_back()
            raise self._trouble(error) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        """Give it its name; after an interruption another one, for what was done is worth it."""
        try:
            self._put()
            self._sink.close()
            if self._written or kind is None:
                self._half.replace(self._path if kind is None else self.interrupted)
            else:
                self._half.unlink()
        except OSError as error:
            self._take_back()
            raise self._trouble(error) from error

    def _take_back(self) -> None:
        with contextlib.suppress(OSError):
            self._half.unlink()

    def _trouble(self, error: OSError) -> RecordingError:
        if error.errno:  # in the system's words: what writes Parquet has its own
            error = OSError(error.errno, os.strerror(error.errno))
        return RecordingError(trouble(error, self._path, "The table"))

    @property
    def interrupted(self) -> Path:
        """What it is called if the work did not come to its end."""
        return self._path.with_name(f"{self._path.stem}.interrupted{self._path.suffix}")

    def add(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Take rows; columns that they lack are empty."""
        self._rows.extend(rows)
        if len(self._rows) >= GROUP:
            self._put()

    def _put(self) -> None:
        if self._rows:
            self._sink.write(self._rows)
            self._rows, self._written = [], True


def _opened(path: Path) -> _Sink:
    return _Csv(path) if path.suffix == ".csv" else _Parquet(path)


class _Csv:
    def __init__(self, path: Path) -> None:
        self._file: TextIO = _private(path)
        self._writer = csv.DictWriter(self._file, COLUMNS, restval="", lineterminator="\n")
        self._writer.writeheader()

    def write(self, rows: Sequence[Mapping[str, Any]]) -> None:
        for row in rows:
            self._writer.writerow({name: guarded(value) for name, value in row.items()})

    def close(self) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()


class _Parquet:
    def __init__(self, path: Path) -> None:
        pa, pq = _arrow()
        _private(path).close()
        types = {WHOLE: pa.int64(), NUMBER: pa.float64(), TEXT: pa.string(), TRUTH: pa.bool_()}
        self._schema = pa.schema([(name, types[kind]) for name, kind in COLUMNS.items()])
        self._table = pa.Table
        self._writer = pq.ParquetWriter(path, self._schema)

    def write(self, rows: Sequence[Mapping[str, Any]]) -> None:
        self._writer.write_table(self._table.from_pylist(list(rows), schema=self._schema))

    def close(self) -> None:
        self._writer.close()


def _arrow() -> tuple[Any, Any]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise RecordingError(
            f"Parquet needs one more package: {how_to_get('study')}, "
            "or name a file that ends in .csv."
        ) from error
    return pyarrow, pyarrow.parquet


def _private(path: Path) -> TextIO:
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    return os.fdopen(file, "w", encoding="utf-8", newline="")
