"""Polar's .hrm: sections of settings, and below ``[HRData]`` RR intervals, or only heart rates."""

from __future__ import annotations

import contextlib
from datetime import datetime

from biofeedback.importers import timeline
from biofeedback.importers.imported import Imported, Source, UnreadableError
from biofeedback.importers.moments import believable
from biofeedback.importers.sections import sections_of, settings_of, values_of

NAME = "Polar .hrm"
_RR = "238"  # of Interval: no seconds, but a sign that the data are RR intervals


def recognises(head: str) -> bool:
    """Take what opens with the settings of a Polar watch."""
    return head.lstrip()[:8].lower() == "[params]"


def read(source: Source) -> Imported:
    """Return the recording, if the watch kept RR intervals."""
    source.require("ms", NAME)
    sections = sections_of(source.data, once="HRDATA")
    about = settings_of(sections.get("PARAMS", []))
    if not about.get("INTERVAL"):
        raise UnreadableError(
            "its [Params] have no Interval, which says what it holds: export it once more."
        )
    if about["INTERVAL"] != _RR:
        raise UnreadableError(
            "it holds the heart rate at intervals, as its Interval says, and no RR intervals: "
            "switch RR recording on in the watch."
        )
    if "HRDATA" not in sections:
        raise UnreadableError("it has no [HRData]: it is cut off, so export it once more.")
    began, doubt = believable(_began(about))
    beats = timeline.assemble(values_of(sections["HRDATA"]))
    return Imported(NAME, "ms", beats, began).noting(doubt)


def _began(about: dict[str, str]) -> datetime | None:
    written = f"{about.get('DATE', '')} {about.get('STARTTIME', '')}".partition(".")[0]
    with contextlib.suppress(ValueError):
        return datetime.strptime(written, "%Y%m%d %H:%M:%S")  # noqa: DTZ007 - no zone is told
    return None
