"""Suunto's SDF and the XML of its Ambit.

The XML is not given to a parser: what a parser can be made to do is more than one element is worth.
"""

from __future__ import annotations

import re

import numpy as np

from biofeedback.importers import timeline
from biofeedback.importers.imported import Imported, Source, UnreadableError
from biofeedback.importers.limits import MOST_BEATS
from biofeedback.importers.moments import believable, moment
from biofeedback.importers.sections import sections_of, settings_of, values_of
from biofeedback.importers.text import decode, number, shown

NAME, SDF, XML = "Suunto", "Suunto SDF", "Suunto XML"
_IBI = re.compile(r"<IBI>([^<]*)</IBI>")
_BEGAN = re.compile(r"<DateTime>([^<]{8,40})</DateTime>")
_PAGE = re.compile(r"\s*<(?:!DOCTYPE\s+html|html)\b", re.IGNORECASE)
_DECLARED = re.compile(r"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def recognises(head: str) -> bool:
    """Take XML of whatever kind, and text in sections with Suunto's names."""
    return head.lstrip()[:1] == "<" or "[CUSTOM1]" in head or head.startswith("[HEADER]")


def read(source: Source) -> Imported:
    """Return the recording in either form."""
    source.require("ms", "a file of Suunto")
    text = decode(source.data)
    if text.lstrip()[:1] == "<":
        return _read_xml(text)
    sections = sections_of(source.data, once="CUSTOM1")
    if "CUSTOM1" not in sections:
        raise UnreadableError("it has no [CUSTOM1], where Suunto keeps RR intervals.")
    written = settings_of(sections.get("HEADER", [])).get("STARTTIME", "")
    began, doubt = believable(moment(written))
    beats = timeline.assemble(values_of(sections["CUSTOM1"]))
    return Imported(SDF, "ms", beats, began).noting(doubt)


def _read_xml(text: str) -> Imported:
    if _PAGE.match(text):
        raise UnreadableError("it is a web page, and no recording: download the file itself.")
    if _DECLARED.search(text):
        raise UnreadableError(
            "it is XML that declares entities of its own, as no watch writes it, so it is not read."
        )
    if text.count("<IBI>") > MOST_BEATS:
        raise UnreadableError(timeline.TOO_MANY)
    cells = [cell for found in _IBI.finditer(text) for cell in found[1].split()]
    if len(cells) > MOST_BEATS:  # before each is looked at
        raise UnreadableError(timeline.TOO_MANY)
    if not cells:
        raise UnreadableError("it is XML without the RR intervals (<IBI>) of a Suunto watch.")
    values = list(map(number, cells))
    if None in values:
        odd = shown(cells[values.index(None)])
        raise UnreadableError(f"its <IBI> holds {odd}; expected RR intervals in ms.")
    found = _BEGAN.search(text)
    began, doubt = believable(moment(found[1]) if found else None)
    beats = timeline.assemble(np.array(values, dtype=np.float64))
    return Imported(XML, "ms", beats, began).noting(doubt)
