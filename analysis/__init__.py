"""Numbers from RR intervals, usable from a notebook without the rest of the program."""

from analysis._neurokit import is_warm, warm_up
from analysis.compare import Change, NoiseBand, Refusal, compare, equal_rests, own_noise_band
from analysis.frequency_domain import hf_caveat
from analysis.live import LiveMeasures
from analysis.metrics import LiveMetrics, Reading
from analysis.report import Measured, measure

__all__ = [
    "Change",
    "LiveMeasures",
    "LiveMetrics",
    "Measured",
    "NoiseBand",
    "Reading",
    "Refusal",
    "compare",
    "equal_rests",
    "hf_caveat",
    "is_warm",
    "measure",
    "own_noise_band",
    "warm_up",
]
