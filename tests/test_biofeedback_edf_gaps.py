"""Gaps in EDF+: where the stretches part, whatever their clock says, to the last beat."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biofeedback.exporters.edf import edf_plus
from biofeedback.importers.edf_annotations import read
from biofeedback.importers.imported import Source
from biofeedback.store.recording import Recording
from devices.events import Beat, Gap
from tests.exported_sittings import recording_of


def with_gaps(lengths_s: list[float], noticed_s: float) -> Recording:
    """Return stretches of five beats, parted by gaps told ``noticed_s`` after they began."""
    events: list[Beat | Gap] = []
    now_s = 0.0
    for stretch, length_s in enumerate([0.0, *lengths_s]):
        ended_s, now_s = now_s, now_s + length_s
        beats = []
        for rr_ms in (801.5, 812.25, 790.125, 805.0, 799.875):
            now_s += rr_ms / 1000
            beats.append(Beat(now_s, rr_ms, stretch))
        gap = [Gap(ended_s + noticed_s, "clock")] if stretch else []
        events += [*gap, *beats]
    return replace(recording_of([[800]]), events=tuple(events))


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.sampled_from([-0.3, 0.0, 0.001, 0.5, 3.0]), min_size=1, max_size=4),
    st.sampled_from([0.0, 0.2, 0.9, 2.0]),
)
def test_no_beat_is_lost_and_none_is_made(lengths_s: list[float], noticed_s: float) -> None:
    """A sitting gone on with held an interval of 188 ms; a gap of no length took a beat away."""
    recording = with_gaps(lengths_s, noticed_s)
    found = read(Source("x.edf", edf_plus(recording)))
    beats = [each for each in recording.events if isinstance(each, Beat)]
    assert found.beats.rr_ms.tolist() == pytest.approx([each.rr_ms for each in beats], abs=1e-6)
    assert np.flatnonzero(found.beats.opens).tolist()[-len(lengths_s) :] == [
        5 * (each + 1) for each in range(len(lengths_s))
    ]
