"""Numbers from RR intervals, usable from a notebook without the rest of the program."""

from analysis._neurokit import is_warm, warm_up
from analysis.across import Effect, Highlight, mean_effect, settling_practice
from analysis.artifacts import Corrected, correct
from analysis.cleaning import Cleaned, cleaned
from analysis.compare import Change, Refusal, compare, equal_rests
from analysis.following import Following
from analysis.frequency_domain import hf_caveat
from analysis.live import LiveMeasures
from analysis.marks import Mark, marks
from analysis.metrics import LiveMetrics, Reading
from analysis.noise_band import NoiseBand, own_noise_band
from analysis.own_pace import OwnPace, PaceTrial, suggest_pace
from analysis.report import Measured, measure
from analysis.stretches import split

__all__ = [
    "Change",
    "Cleaned",
    "Corrected",
    "Effect",
    "Following",
    "Highlight",
    "LiveMeasures",
    "LiveMetrics",
    "Mark",
    "Measured",
    "NoiseBand",
    "OwnPace",
    "PaceTrial",
    "Reading",
    "Refusal",
    "cleaned",
    "compare",
    "correct",
    "equal_rests",
    "hf_caveat",
    "is_warm",
    "marks",
    "mean_effect",
    "measure",
    "own_noise_band",
    "settling_practice",
    "split",
    "suggest_pace",
    "warm_up",
]
