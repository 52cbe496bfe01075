"""RR intervals as text: the one column that Kubios and most others read, and a table with all."""

from __future__ import annotations

import csv
import io

from biofeedback.exporters import SIMULATED
from biofeedback.exporters.beat_rows import beat_rows
from biofeedback.exporters.clean import cell
from biofeedback.store.recording import Recording

COLUMNS = (
    *("time_s", "rr_ms", "stretch", "artefact", "corrected_rr_ms"),
    *("phase", "phrase", "heart"),
)


def kubios_text(recording: Recording) -> bytes:
    """Return the RR intervals in ms, one a line, two decimals (they invert exactly to 1/1024 s)."""
    first = f"# {SIMULATED}\n" if recording.simulated else ""
    return (first + "".join(f"{rr_ms:.2f}\n" for rr_ms in recording.beats.rr_ms)).encode()


def csv_table(recording: Recording) -> bytes:
    """Return a table with a row for each beat, intervals to their last digit."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    heart = SIMULATED if recording.simulated else "a person's"
    for row in beat_rows(recording):
        corrected = " ".join(map(repr, row.corrected_ms))
        beat = (f"{row.time_s:.6f}", repr(row.rr_ms), row.stretch, row.artefact, corrected)
        writer.writerow((*beat, cell(row.phase), cell(row.phrase), heart))
    return out.getvalue().encode()
