"""neurokit2 comes late, quietly, and only when it is called for."""

import subprocess
import sys
import warnings
from pathlib import Path

import neurokit2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import _neurokit

ROOT = Path(__file__).parents[1]


def told(program: str) -> str:
    """Run a program in a Python of its own, warnings being errors; return what it printed."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_importing_analysis_imports_neither_neurokit_nor_scipy_signal() -> None:
    """A window can open before either is there."""
    heavy = "('neurokit2', 'scipy.signal', 'scipy.interpolate', 'pandas', 'matplotlib')"
    assert told(f"import analysis, sys; print([m for m in {heavy} if m in sys.modules])") == "[]"


def test_importing_analysis_takes_under_a_quarter_second_beyond_numpy() -> None:
    """Processor time, so that a busy machine does not matter."""
    program = (
        "import time, numpy; start = time.process_time(); import analysis; "
        "print(time.process_time() - start)"
    )
    assert float(told(program)) < 0.25


def test_warming_up_makes_it_warm_and_opens_no_display() -> None:
    """From a background thread, with garbage collection as it was."""
    program = (
        "import gc, threading, analysis; cold = analysis.is_warm();"
        "t = threading.Thread(target=analysis.warm_up); t.start(); t.join();"
        "import matplotlib; print(cold, analysis.is_warm(), gc.isenabled(),"
        "matplotlib.get_backend().lower())"
    )
    assert told(program) == "False True True agg"


def test_until_it_is_warm_the_live_thread_does_not_import_it() -> None:
    """The reading says so instead; the heart rate is there already."""
    program = (
        "import sys, analysis; live = analysis.LiveMeasures(require_warm=True)\n"
        "for k in range(1, 91): now = live.add(0.8 * k, 800.0, 0)\n"
        "print('neurokit2' in sys.modules, now.rmssd_ms.reason, now.heart_rate_bpm.value)"
    )
    assert told(program) == "False getting ready 75.0"


@given(st.lists(st.floats(300, 2000), min_size=3, max_size=200))
def test_the_cheaper_call_gives_the_same_digits(rr_list: list[float]) -> None:
    """One run goes to `rsp_rav`; `hrv_time` of the same beats agrees to the last digit."""
    rr_ms = np.array(rr_list)
    thousandths = rr_ms / 1024  # or hrv_time looks at each minute by itself
    with np.errstate(all="ignore"):
        found = neurokit2.hrv_time({"RRI": thousandths}, binsize=10_000)
    assert _neurokit.rmssd_ms([rr_ms]) == found["HRV_RMSSD"].iloc[0] * 1024


@given(st.lists(st.lists(st.floats(300, 2000), min_size=2, max_size=40), min_size=2, max_size=8))
def test_no_pair_across_a_gap_counts(lists: list[list[float]]) -> None:
    """As in `hrv_time`, which is told of the gaps by times a hundred seconds apart."""
    runs = [np.array(each) for each in lists]
    thousandths = np.concatenate(runs) / 1024
    gaps_s = np.repeat(100.0 * np.arange(len(runs)), [len(run) for run in runs])
    beats = {"RRI": thousandths, "RRI_Time": np.cumsum(thousandths) / 1000 + gaps_s}
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of minutes without a beat
        found = neurokit2.hrv_time(beats, binsize=10_000)["HRV_RMSSD"].iloc[0] * 1024
    assert _neurokit.rmssd_ms(runs) == pytest.approx(found, rel=1e-9, abs=1e-6)
