"""What kept sittings say together: the person's own bands, and what changes over many sittings.

A quiet-rest sitting is one whose practice is resting on: nothing was done between its two rests,
so it shows how far they lie apart by themselves.
"""

from __future__ import annotations

import contextlib
import itertools
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields, replace
from functools import cache
from pathlib import Path
from typing import Any

from analysis.across import Highlight, mean_effect, settling_practice
from analysis.compare import Change, Refusal, compare
from analysis.noise_band import PUBLISHED_BAND, PUBLISHED_HF_BAND, NoiseBand, own_noise_band
from analysis.report import NEEDED_S, Artifacts, Measured
from biofeedback.results.graph import versions
from biofeedback.results.summary import Summary, compare_rests
from biofeedback.store.disk import RecordingError
from biofeedback.store.index import FILE_NAME, Index
from biofeedback.store.library import list_sittings
from biofeedback.store.recording import read_recording

QUIET_REST = "quiet-rest"
"""The id of the practice in which nothing is done."""


@dataclass(frozen=True, slots=True)
class PastChange:
    """Before and after of one kept sitting."""

    practice: str
    practice_name: str
    simulated: bool
    change: Change

    @property
    def quiet(self) -> bool:
        """Whether nothing was done between the rests."""
        return self.practice == QUIET_REST

    def beside(self, rmssd_band: NoiseBand, hf_band: NoiseBand) -> PastChange:
        """Return the same sitting, judged by these bands: a person's own."""
        return replace(self, change=self.change.beside(rmssd_band, hf_band))


def past_changes(paths: Iterable[Path]) -> Iterator[PastChange]:
    """Yield before and after of each sitting that has both and where they may be compared.

    What was measured before, by the same versions and of the same file, is taken from the index.
    """
    for folder, inside in itertools.groupby(paths, key=lambda path: path.parent.parent):
        with Index(folder) if (folder / FILE_NAME).exists() else contextlib.nullcontext() as index:
            for path in inside:
                with contextlib.suppress(RecordingError, OSError):
                    if past := _past(_rests(path, index)):
                        yield past


def _rests(path: Path, index: Index | None) -> Any:
    """Return who sat and what was measured of the two rests, as plain data."""

    def made() -> str:
        recording = read_recording(path)
        before, after, _ = compare_rests(recording)
        rests = [asdict(before), asdict(after)] if before and after else []
        name = recording.meta.get("practice_name", "Recording")
        return json.dumps([recording.meta.get("practice", ""), name, recording.simulated, rests])

    return json.loads(index.result(path, _made_by(), made) if index else made())


def _past(found: tuple[str, str, bool, list[dict[str, Any]]]) -> PastChange | None:
    practice, name, simulated, rests = found
    if not rests:
        return None
    before, after = (
        Measured(**rest | {"artifacts": Artifacts(**rest["artifacts"])}) for rest in rests
    )
    change = compare(before, after)
    return PastChange(practice, name, simulated, change) if isinstance(change, Change) else None


@cache
def _made_by() -> str:
    """Return what a measure depends on besides its recording."""
    return json.dumps([versions(), [field.name for field in fields(Measured)], [*NEEDED_S]])


def judged_by_own(summary: Summary, folder: Path) -> Summary:
    """Return a summary whose comparison stands beside the person's own bands."""
    if summary.comparison is None:
        return summary
    own = beside_own_bands(summary.comparison, summary.path, folder, simulated=summary.simulated)
    return replace(summary, comparison=own)


def beside_own_bands(
    comparison: Change | Refusal, path: Path | None, folder: Path, *, simulated: bool
) -> Change | Refusal:
    """Return a comparison judged by the person's own bands, where their quiet rests give them.

    The recording itself does not count among them, and a simulated heart is judged by simulated
    quiet rests only.

    Parameters
    ----------
    comparison, path, simulated
        Of one recording.
    folder
        That holds the kept sittings.
    """
    if isinstance(comparison, Refusal):
        return comparison
    itself = path.resolve() if path else None
    quiet = (kept.path for kept in list_sittings(folder) if kept.practice == QUIET_REST)
    paths = [path for path in quiet if path.resolve() != itself]
    rests = [past for past in past_changes(paths) if past.simulated == simulated]
    return comparison.beside(*own_bands(rests))


def own_bands(past: Iterable[PastChange]) -> tuple[NoiseBand, NoiseBand]:
    """Return the bands of RMSSD and of HF that quiet rests give, or the published ones."""
    rests = [each for each in past if each.quiet]
    rmssd, hf = (_ratios(rests, name) for name in ("rmssd_ratio", "hf_ratio"))
    return own_noise_band(rmssd, PUBLISHED_BAND), own_noise_band(hf, PUBLISHED_HF_BAND)


def trends(past: Sequence[PastChange]) -> dict[str, Any]:
    """Return what the sittings of one person say together, ready for JSON.

    The mean change of RMSSD and of HF from the rest before to the rest after, the practice that
    settles this person (by RMSSD), each with its numbers or the reason why nothing is said; and
    the person's own bands.
    """
    practised = [each for each in past if not each.quiet]
    rmssd_band, hf_band = own_bands(past)
    return {
        "sittings": len(practised),
        "quiet_rests": len(past) - len(practised),
        "rmssd": mean_effect(_ratios(practised, "rmssd_ratio")).as_dict(),
        "hf": mean_effect(_ratios(practised, "hf_ratio")).as_dict(),
        "settling_practice": _settling(practised),
        "noise_band": rmssd_band.as_dict(),
        "hf_noise_band": hf_band.as_dict(),
    }


def _settling(past: Sequence[PastChange]) -> dict[str, object]:
    names = {each.practice: each.practice_name for each in past}
    found = settling_practice(
        {
            practice: _ratios((each for each in past if each.practice == practice), "rmssd_ratio")
            for practice in names
        }
    )
    named = {"practice_name": names[found.practice]} if isinstance(found, Highlight) else {}
    return {**found.as_dict(), **named}


def _ratios(past: Iterable[PastChange], name: str) -> list[float]:
    return [each.change.ratios[name] for each in past if name in each.change.ratios]
