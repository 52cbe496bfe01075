"""Recordings to export, and readers of exports that share no line with their writers."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np
from hypothesis import strategies as st

from analysis.cleaning import cleaned
from biofeedback.sitting import LineShown, Phase, PhaseStarted
from biofeedback.store.recording import Recording
from biofeedback.store.rows import Event
from devices.events import Beat, Gap
from practices.breathing import BreathPattern

BEGAN = datetime(2026, 11, 23, 8, 0, 0, 250_000, tzinfo=UTC)
TICK_MS = 1000 / 1024

ticks = st.lists(st.integers(320, 2040), min_size=2, max_size=60)
stretches = st.lists(ticks, min_size=1, max_size=4)


def recording_of(runs: Sequence[Sequence[int]], gap_s: float = 7.5) -> Recording:
    """Return a sitting with these RR intervals (1/1024 s), a gap between each two runs."""
    events: list[Event] = [PhaseStarted(0.0, Phase.REST_BEFORE, 10.0)]
    time_s = 0.5
    for stretch, run in enumerate(runs):
        if stretch:
            events.append(Gap(time_s, "link lost", gap_s))
            time_s += gap_s
        for tick in run:
            time_s += tick / 1024
            events.append(Beat(time_s, tick * TICK_MS, stretch, usable=tick * TICK_MS <= 2000))
    pattern = BreathPattern(inhale_s=4, exhale_s=6)
    events.append(PhaseStarted(10.0, Phase.PRACTICE, 20.0, pattern))
    events.append(LineShown(12.0, "May I be gentle with myself.", "self-kindness", "Step", "paced"))
    events.append(PhaseStarted(30.0, Phase.ENDED))
    events.sort(key=lambda event: event.time_s)
    meta = {"format": "1", "practice": "hand-on-heart", "practice_name": "Hand-on-Heart"}
    return Recording(tuple(events), BEGAN, meta)


def rr_of(runs: Iterable[Sequence[int]]) -> list[float]:
    """Return the RR intervals in ms that went in."""
    return [tick * TICK_MS for run in runs for tick in run]


def corrected_of(recording: Recording) -> list[float]:
    """Return the corrected intervals of all runs, one after the other, straight from `correct`."""
    beats = recording.beats
    good = beats.usable & (beats.rr_ms >= 300) & (beats.rr_ms <= 2000)
    found: list[float] = []
    run: list[float] = []
    for index, rr_ms in enumerate(beats.rr_ms.tolist()):
        new = index and beats.stretch[index] != beats.stretch[index - 1]
        if run and (new or not good[index]):
            found += _corrected(run)
            run = []
        if good[index]:
            run.append(rr_ms)
    return found + (_corrected(run) if run else [])


def _corrected(run: Sequence[float]) -> list[float]:
    judged = cleaned(np.array(run), [slice(0, len(run))])
    return [each for _, done in judged for each in done.rr_ms.tolist()]


def table(data: bytes, delimiter: str = ",") -> list[dict[str, str]]:
    """Return the rows of a table with a header."""
    return list(csv.DictReader(io.StringIO(data.decode()), delimiter=delimiter))


def bids_rows(files: dict[str, bytes], ending: str) -> list[dict[str, str]]:
    """Return the rows of a packed table without a header; its columns are in the JSON beside."""
    (name,) = (name for name in files if name.endswith(f"{ending}.tsv.gz"))
    columns = json.loads(files[name.replace(".tsv.gz", ".json")])["Columns"]
    lines = gzip.decompress(files[name]).decode().splitlines()
    return [dict(zip(columns, line.split("\t"), strict=True)) for line in lines]


def strict_json(data: bytes) -> Any:
    """Return what JSON holds, and take no NaN for a number."""

    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    return json.loads(data, parse_constant=refuse)
