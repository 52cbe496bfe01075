"""Each format of other programs, as its program writes it; the same twelve beats in all of them."""

from __future__ import annotations

import json
import math
import re
import time
from datetime import UTC, datetime
from itertools import accumulate

import numpy as np
import pytest

from biofeedback.importers import json_text, rr_text
from biofeedback.importers.imported import (
    CompanionError,
    Imported,
    Source,
    Unit,
    UnreadableError,
)
from biofeedback.importers.registry import BINARY, TEXT, read_source

RR_MS = [812, 797, 843, 905, 921, 874, 820, 788, 801, 866, 930, 947]
ENDS_MS = list(accumulate(RR_MS))
BEGAN = datetime(2026, 11, 23, 8, 0, 0)  # noqa: DTZ001 - these files name no zone


def stamps(pattern: str) -> list[str]:
    """Return the ends of the intervals, after eight in the morning, in some form."""
    return [pattern.format(s=at // 1000, ms=at % 1000) for at in ENDS_MS]


def rows(first: str, cells: list[str], between: str, rr: str = "{}") -> str:
    """Return a table with stamps beside the intervals."""
    pairs = (f"{cell}{between}{rr.format(ms)}" for cell, ms in zip(cells, RR_MS, strict=True))
    return first + "\n".join(pairs) + "\n"


IN_S = "\n".join(f"{ms / 1000:.3f}" for ms in RR_MS)
IN_MS = "\n".join(map(str, RR_MS))
LOGGED = [
    f"2026-11-23 08:00:{at // 1000:02d} +0000, {rr}, {at - rr}"
    for at, rr in zip(ENDS_MS, RR_MS, strict=True)
]
OLD = [
    f"2026-11-23 08:00:{at // 1000:02d} +0000, {rr}, {at}"
    for at, rr in zip(ENDS_MS, RR_MS, strict=True)
]
PHONE = [f"{1795420800000 + at},{at},{at},{rr}" for at, rr in zip(ENDS_MS, RR_MS, strict=True)]
PARAMS = "[Params]\nVersion=106\nDate=20261123\nStartTime=08:00:00.0\nInterval={}\n\n[HRData]\n"
VNS = "Korrektur\tAktiv\n\nHauptparameter der VNS Analyse für heute\nx\n\n"

TEXTS = {
    "RR intervals": IN_MS,
    "HRV Logger": "date, rr, since start\n" + "\n".join(LOGGED),
    "HRV Logger 2013": "date, timestamp, rr, since start\n" + "\n".join(OLD),
    "HRV Logger phone": "timestamp,relative_time,rr_sincestart,rr\n" + "\n".join(PHONE),
    "Polar Sensor Logger": rows(
        "Phone timestamp;RR-interval [ms]\n", stamps("2026-11-23T08:00:{s:02d}.{ms:03d}"), ";"
    ),
    "Polar Sensor Logger old": rows(
        "Phone timestamp;RR-interval [ms]\n", stamps("08:00:{s:02d}.{ms:03d}000"), ";"
    ),
    "Polar Flow": rows("", stamps("{s}.{ms:03d}"), "\t"),
    "Polar .hrm": PARAMS.format(238) + IN_MS,
    "Suunto SDF": "[HEADER]\nSTARTTIME=23.11.2026 08:00.00\n[CUSTOM1]\n" + IN_MS,
    "Suunto XML": "<?xml version='1.0'?>\n<log><DateTime>2026-11-23T08:00:00</DateTime>"
    f"<IBI>{' '.join(map(str, RR_MS))}</IBI></log>",
    "Empatica IBI": rows(
        "1795420800.000000, IBI\n",
        stamps("{s}.{ms:03d}000"),
        ",",
    )
    .replace(",8", ",0.8")
    .replace(",9", ",0.9")
    .replace(",7", ",0.7"),
    "VNS Analyse": f"{VNS}RR-Intervalle - Rohwerte (Nicht aktiv)\n{IN_S}\tNotiz: Ende\n\n"
    "RR-Intervalle - Korrigierte Werte (Aktiv)\n0.800\n0.800\n",
    "OpenHRV": "event,value,timestamp\nSensors,Strap, of ours,2026-11-23T08:00:00.1\n"
    + "".join(
        f"InterBeatInterval,{rr},2026-11-23T08:00:{at // 1000:02d}.{at % 1000:03d}\n"
        for at, rr in zip(ENDS_MS, RR_MS, strict=True)
    )
    + "Annotation,calm, now,2026-11-23T08:00:05\n",
}
OF_THE_LAST = ("RR intervals", "Polar Sensor Logger", "Polar Flow")  # which rr_text knows apart


def read(text: str | bytes, name: str = "recording") -> Imported:
    """Read a file that lies alone."""
    return read_source(Source(name, text.encode() if isinstance(text, str) else text))


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_each_text_gives_the_same_beats(name: str, encoding: str, ends: str) -> None:
    """Told by its content, in whatever encoding, to the last digit and without a gap."""
    found = read(TEXTS[name].replace("\n", ends).encode(encoding))
    assert found.format in name
    assert found.beats.rr_ms.tolist() == RR_MS
    assert found.gaps == 0
    assert found.beats.repairs == ()


@pytest.mark.parametrize("name", TEXTS)
def test_no_two_readers_take_the_same_text(name: str) -> None:
    """Or their order would decide; the last one takes what is left."""
    *readers, _ = TEXT
    takers = [reader.NAME for reader in readers if reader.recognises(TEXTS[name])]
    assert len(takers) == (not name.startswith(OF_THE_LAST)), takers
    assert not any(reader.recognises(TEXTS[name].encode()) for reader in BINARY)


@pytest.mark.parametrize(
    "name", ["Polar .hrm", "Suunto SDF", "Suunto XML", "Polar Sensor Logger", "OpenHRV"]
)
def test_the_beginning_is_when_the_first_interval_began(name: str) -> None:
    """Eight in the morning, in the clock of whoever recorded."""
    assert read(TEXTS[name]).began == BEGAN


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("before", range(5))
@pytest.mark.parametrize("at", [4096, 16384])
def test_no_character_is_parted_to_tell_a_text(encoding: str, before: int, at: int) -> None:
    """Wherever an emoji stands beside the end of what is looked at, it is the same file."""
    note, stamp = "Annotation,", ",2026-11-23T08:00:05\n"
    first = f"{TEXTS['OpenHRV']}{note}calm{stamp}"
    line = f"{note}{'x' * 50}{stamp}"
    room = at - before - len(first.encode(encoding))
    width = len(line.encode(encoding)) - len(line[1:].encode(encoding))
    lines, more = divmod(room // width - len(note), len(line))
    text = f"{first}{line * lines}{note}{'x' * more}\U0001f9e1{stamp}"
    start = len(text.partition("\U0001f9e1")[0].encode(encoding))
    assert at - before - width < start <= at - before
    assert read(text.encode(encoding)).format == "OpenHRV"
    assert read(text.encode(encoding)).beats.rr_ms.tolist() == RR_MS


def test_a_mark_of_utf_8_holds_where_the_last_character_was_cut() -> None:
    """Else the mark would be read as the name of the first column, and the note as gibberish."""
    text = TEXTS["HRV Logger"] + "\n# é"
    assert read(text.encode("utf-8-sig")[:-1]).format == "HRV Logger"
    assert read(text.encode("utf-8-sig")[:-1]).beats.rr_ms.tolist() == RR_MS


def test_unix_time_names_its_zone() -> None:
    """Empatica writes Unix time: 1795420800 is eight o'clock UTC on that day."""
    for encoding in ("utf-8", "utf-16"):
        found = read(TEXTS["Empatica IBI"].encode(encoding))
        assert found.began == BEGAN.replace(tzinfo=UTC)


def test_rows_that_stand_twice_are_taken_once() -> None:
    """HRV Logger wrote some rows twice; how many is said."""
    text = "date, rr, since start\n" + "\n".join([*LOGGED[:4], *LOGGED[2:]])
    found = read(text)
    assert found.beats.rr_ms.tolist() == RR_MS
    assert found.told == ("Rows that stood twice, taken once: 2.",)


def test_events_are_read_along_with_their_recording() -> None:
    """The file beside it is named after it; by itself it is no recording."""
    events = b"date, timestamp, annotation, manual\n2026-11-23 08:00:02 +0000, 2.5, Rest, 1\n"
    beside = {"2026_Events_a.csv": events}.get
    source = Source("2026_RR_a.csv", TEXTS["HRV Logger"].encode(), None, beside)
    assert [(mark.time_s, mark.text) for mark in read_source(source).marks] == [(2.5, "Rest")]
    with pytest.raises(CompanionError, match="read along"):
        read(events)


def test_a_table_of_bids_without_intervals_is_not_read_as_some() -> None:
    """A wave of 900 somethings would pass for milliseconds; its description says what it is."""
    about = json.dumps({"Columns": ["cardiac"], "SamplingFrequency": 100}).encode()
    beside = {"sub-1_physio.json": about}.get
    source = Source("sub-1_physio.tsv", b"900\n910\n905\n880\n", None, beside)
    with pytest.raises(UnreadableError, match="'cardiac'; expected one named rr"):
        read_source(source)


def test_notes_of_other_programs_are_kept() -> None:
    """Commas in OpenHRV are part of a note; VNS Analyse writes notes beside a beat."""
    (mark,) = read(TEXTS["OpenHRV"]).marks
    assert (mark.time_s, mark.text) == (5.0, "calm, now")
    (mark,) = read(TEXTS["VNS Analyse"]).marks
    assert (mark.time_s, mark.text) == (10.304, "Ende")


@pytest.mark.parametrize(("unit", "rr"), [("ms", "0.812"), ("1/1024 s", "0.812"), ("s", "812")])
def test_a_unit_that_does_not_fit_is_what_the_reason_names(unit: Unit, rr: str) -> None:
    """It was "there is no RR interval in it", which sent to look at the file."""
    with pytest.raises(UnreadableError, match=f"no heartbeats in {unit}: leave out --unit"):
        rr_text.read(Source("rr.txt", "\n".join([rr] * 20).encode(), unit))


def test_midnight_is_no_gap() -> None:
    """Old files of Polar Sensor Logger have the time of day alone."""
    text = "Phone timestamp;RR-interval [ms]\n23:59:58.500;800\n23:59:59.300;800\n00:00:00.100;800"
    found = read(text)
    assert found.gaps == 0
    assert found.length_s == pytest.approx(2.4)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (PARAMS.format(5) + "73\n75\n71\n", "no RR intervals: switch RR recording on"),
        (PARAMS.replace("Interval={}", "") + "800\n812\n", "have no Interval"),
        (PARAMS.format("") + "800\n812\n", "have no Interval"),
        ("nan, IBI\n0.850,0.85\n1.700,0.85\n", "line 1 holds 'nan, IBI'; expected when it began"),
        ("1e300, IBI\n0.850,0.85\n1.700,0.85\n", "line 1 holds '1e300, IBI'"),
        ("<!DOCTYPE x [<!ENTITY a 'b'>]><IBI>&a; 800 810</IBI>", "declares entities"),
        ("<html><body>812</body></html>", "it is a web page"),
        ("[HEADER]\nSTARTTIME=23.11.2026 08:00.00\n", "no [CUSTOM1]"),
        ("date,HR,AVNN,rMSSD,lnrmssd\n2026-11-23,61,980,42,3.7\n", "one value a day"),
        ("RR-Intervalle - Korrigierte Werte\n0.8\n0.8\nVNS Analyse\n", "Rohwerte"),
        ("800\n803\n806\n809\n812\n", "could be times of beats or RR intervals in ms"),
        ("event,value,timestamp\nAnnotation,a,2026-11-23T08:00:05\n", "InterBeatInterval"),
    ],
)
def test_what_holds_no_intervals_is_refused_kindly(text: str, said: str) -> None:
    """One sentence that says what is there instead, and what to do."""
    with pytest.raises(UnreadableError) as refused:
        read(text)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "absent"),
    [
        ("HRV Logger", "812, 0"),
        ("HRV Logger phone", ",843\n"),
        ("Polar Sensor Logger", ";843\n"),
        ("Empatica IBI", ",0.843\n"),
        ("OpenHRV", "812,2026"),
    ],
)
def test_an_interval_that_is_absent_leaves_a_gap(name: str, absent: str) -> None:
    """Its row stands there with nothing in it, also as the last of its columns; it is counted."""
    kept = re.sub(r"0?[.]?8(12|43)", "", absent, count=1)
    text = TEXTS[name]
    assert absent in text
    found = read(text.replace(absent, kept, 1))
    assert len(found.beats.rr_ms) == len(RR_MS) - 1
    assert found.told == ("1 value that is no interval left out.",)


@pytest.mark.parametrize("written", ["1795420800.000", "1795420800000"])
def test_beats_in_unix_time_tell_their_day(written: str) -> None:
    """Eight o'clock UTC, in seconds or in milliseconds."""
    first_ms = int(written.replace(".", ""))
    stamps_ms = [str(first_ms + at) for at in (0, *ENDS_MS)]
    point = "." in written
    found = read("\n".join(f"{at[:-3]}.{at[-3:]}" if point else at for at in stamps_ms))
    assert found.format == "Times of beats"
    assert found.began == BEGAN.replace(tzinfo=UTC)
    assert found.beats.rr_ms.tolist() == RR_MS


def test_a_number_that_counts_nothing_is_none() -> None:
    """As an interval it is left out, as a time it is not told: never a sum that overflows."""
    found = read(TEXTS["VNS Analyse"].replace("0.843", "1e306", 1))
    assert found.told == ("1 value that is no interval left out.",)
    assert found.beats.rr_ms.tolist() == [rr for rr in RR_MS if rr != 843]
    stamped = read("time;rr\n0.812;812\n1e300;797\n2.452;843\n")
    assert stamped.beats.time_s.tolist() == [0.812, 1.609, 2.452]


def test_quotes_around_the_numbers_of_one_column_are_taken_off() -> None:
    """As R writes them; an empty pair holds nothing."""
    text = "\n".join(['"rr"', *(f'"{rr}"' for rr in RR_MS), '""'])
    assert read(text).beats.rr_ms.tolist() == RR_MS


LEFT_OUT = "Its column '{}' tells no times, and is left out."


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("rr,artifact", "001"),
        ("rr,quality", ["100", "98", "97"]),
        ("RR,NN", ["812", "812", "800"]),
        ("rr,label", "NNV"),
        ("rr,label", ["N", "", ""]),
        ("rr,beat type", ["artefact", "a sigh", "08:00:00"]),
        ("rr,empty", ["", "", ""]),
        ("RR interval (ms);Amplitude (mV)", ["1.21", "1.19", "1.3"]),
        ("rr,updated", "001"),
    ],
)
def test_a_column_beside_that_is_no_clock_is_left_out(header: str, cells: list[str]) -> None:
    """It was held against the intervals as if it were times, and the table refused."""
    part = ";" if ";" in header else ","
    rows = [f"{rr}{part}{cells[i % 3]}" for i, rr in enumerate(RR_MS * 9)]
    found = read("\n".join([header, *rows]))
    assert found.beats.rr_ms.tolist() == RR_MS * 9
    assert found.told == (LEFT_OUT.format(header.partition(part)[2]),)


@pytest.mark.parametrize("header", ["ectopic,rr", "subject,rr", "beat,rr"])
def test_so_is_one_before_the_intervals(header: str) -> None:
    """Marks, a person's number that looks like a day, a running number."""
    cell = {"ectopic": "{zero}", "subject": "20260101", "beat": "{at}"}[header[:-3]]
    rows = [f"{cell.format(at=at, zero=0)},{rr}" for at, rr in enumerate(RR_MS * 9)]
    found = read("\n".join([header, *rows]))
    assert found.beats.rr_ms.tolist() == RR_MS * 9
    assert found.told == (LEFT_OUT.format(header[:-3]),)


@pytest.mark.parametrize("name", ["x", "Beat at", "when", ""])
@pytest.mark.parametrize(
    "stamp", ["{s}.{ms:03d}", "2026-11-23 08:00:{s:02d}.{ms:03d}", "08:00:{s:02d}.{ms:03d}"]
)
def test_a_column_that_passes_as_the_beats_do_is_a_clock(name: str, stamp: str) -> None:
    """Whatever it is called: a gap in its times is one."""
    later = [stamp.format(s=at // 1000 + 9, ms=at % 1000) for at in ENDS_MS[6:]]
    found = read(rows(f"{name},rr\n", [*stamps(stamp)[:6], *later], ","))
    assert (found.gaps, found.told) == (1, ())


def test_whole_seconds_are_a_clock_as_well() -> None:
    """None is where its beat is, but all of them last as long."""
    ends = accumulate(RR_MS * 9)
    rows_of = [f"{at // 1000},{rr}" for at, rr in zip(ends, RR_MS * 9, strict=True)]
    found = read("\n".join(["when,rr", *rows_of]))
    assert (found.gaps, found.told) == (0, ())


def test_times_that_do_not_fit_are_not_left_out() -> None:
    """A name for time says what they are; so does a place without names."""
    for first in ("Beat time;rr", "R-peak timestamp;rr", "time_of_day;rr", None):
        rows_of = [f"{at * 7 % 60};{rr}" for at, rr in enumerate(RR_MS * 9)]
        with pytest.raises(UnreadableError, match="do not fit each other"):
            read("\n".join([first, *rows_of] if first else rows_of))


@pytest.mark.parametrize(
    ("stamp", "damaged", "expected"),
    [
        ("2026-11-23 08:00:{s:02d}", "2026-11-23 08:00:3x", "a date with its time in column 1"),
        ("2026-11-23 08:00:{s:02d}.000", "2026-11-23 08:00:60.5", "a date with its time in"),
        ("2026-11-23T08:00:{s:02d}Z", "2026-11-23T08:00:40", "a date with its time and zone in"),
        ("08:00:{s:02d}", "08:60:40", "a time of day in column 1"),
        ("{s}.812", "40.8 1 2", "a number in column 1"),
    ],
)
@pytest.mark.parametrize("at", [0, 40, 59])
def test_a_stamp_that_is_damaged_is_told_at_its_line(
    stamp: str, damaged: str, expected: str, at: int
) -> None:
    """It was told of the first line, or as an interval that is none."""
    stamps = [stamp.format(s=s) for s in range(60)]
    stamps[at] = damaged
    with pytest.raises(UnreadableError) as refused:
        read("\n".join(["timestamp,rr", *(f"{each},1000" for each in stamps)]))
    assert f"line {2 + at} holds '{damaged} 1000'; expected {expected}" in str(refused.value)


@pytest.mark.parametrize("zone", ["", "Z"])
def test_a_leap_second_is_a_second(zone: str) -> None:
    """Clocks that know of it write 60; the beats go on through it."""
    times = ["23:59:57", "23:59:58", "23:59:59", "23:59:60"]
    found = read("\n".join(["timestamp,rr", *(f"2016-12-31T{at}{zone},1000" for at in times)]))
    assert found.beats.time_s.tolist() == [1.0, 2.0, 3.0, 4.0]
    assert (found.gaps, found.told) == (0, ())
    with pytest.raises(UnreadableError, match="line 3 holds '9999"):
        read("timestamp,rr\n9999-12-31 23:59:59,1000\n9999-12-31 23:59:60,1000\n")


@pytest.mark.parametrize(
    ("first", "kind"),
    [("rr", "RR intervals"), ("RR [ms]", "RR intervals"), ("time_s", "Times of beats")],
)
def test_rising_values_are_what_the_first_line_names_them(first: str, kind: str) -> None:
    """Seven intervals that grow were read as seven moments, three seconds apart."""
    found = read("\n".join([first, *(str(800 + 3 * i) for i in range(7))]))
    assert found.format == kind


@pytest.mark.parametrize(
    "note", ["Compared it with VNS Analyse today.", "[CUSTOM1]", "RR-Intervalle - Rohwerte", "IBI"]
)
def test_json_is_json_whatever_a_note_in_it_says(note: str) -> None:
    """Taken for the program that it names, a sitting's own export could not be read back."""
    told = {"note": note, "[HEADER]": "", "rr_ms": [800, 810, 790]}
    assert json_text.recognises(json.dumps(told))
    assert next(each for each in TEXT if each.recognises(json.dumps(told))) is json_text


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="no zone can be set")
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("unix.csv", "timestamp,rr\n" + "".join(f"{1795391999 + n},1000\n" for n in range(30))),
        (
            "iso.csv",
            "timestamp,rr\n" + "".join(f"2026-11-22T23:59:{n:02}Z,1000\n" for n in range(30)),
        ),
        ("IBI.csv", "1795391999.0, IBI\n" + "".join(f"{n}.0,1.0\n" for n in range(30))),
    ],
)
def test_a_moment_in_utc_is_told_by_the_clock_on_the_wall(
    name: str, data: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """1,795,391,999 s are 23:59:59 in UTC, and 18:59:59 in New York in November (by hand)."""
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    try:
        made = read_source(Source(name, data.encode()))
        assert made.began is not None
        assert f"{made.began:%Y-%m-%d %H}" == "2026-11-22 18"
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize("name", ["epoch", "received", "x"])
@pytest.mark.parametrize("kind", ["jitter", "whole seconds", "packets"])
def test_a_clock_with_gaps_is_one_whatever_it_is_called(name: str, kind: str) -> None:
    """Two gaps of a minute and of half one stay gaps; what counts the beats is no clock."""
    late_s = np.random.default_rng(3).uniform(-0.15, 0.15, 200)
    lines, at_s = [], 0.0
    for beat in range(200):
        at_s += 0.85 + (60.0 if beat == 60 else 30.0 if beat == 130 else 0.0)
        told_s = at_s + 0.2 + late_s[beat] if kind == "jitter" else at_s
        told_s = math.floor(told_s) if kind == "whole seconds" else told_s
        if kind == "packets" and beat % 2:
            told_s = told_s - 0.85  # both beats of a packet are told when it came
        lines.append(f"{1795420800 + told_s:.3f},{850 + beat % 7}")
    assert read(f"{name},rr\n" + "\n".join(lines)).gaps == 2
    counted = read("number,rr\n" + "".join(f"{n},{850 + n % 7}\n" for n in range(200)))
    assert counted.gaps == 0
    assert any("tells no times" in each for each in counted.notes)


@pytest.mark.parametrize("name", ["T-wave", "onset_type", "time corrected"])
def test_a_word_for_time_within_another_is_none(name: str) -> None:
    """Marks of artefacts are left out, however they are called."""
    text = f"{name},rr\n" + "".join(f"{int(n % 50 == 3)},{850 + n % 7}\n" for n in range(200))
    assert read(text).beats.rr_ms.size == 200
