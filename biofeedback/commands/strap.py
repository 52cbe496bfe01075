"""``scan`` and ``record``: a strap, without a window and without guidance."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from biofeedback.commands.options import AS_JSON, STRAP, Number, minutes_and_seconds
from biofeedback.commands.printing import print_json, tell

if TYPE_CHECKING:  # numpy and bleak take a while to import: only once there is something to hear
    from biofeedback.runs.hearts import Heart
    from biofeedback.runs.raw_recording import Recorded
    from biofeedback.runs.snapshot import Snapshot
    from devices.events import Found

TELL_EVERY_S = 10.0
NOTHING_IN_REACH = (
    "No strap is in reach: wear it, moisten its electrodes, close other apps that may hold it "
    "(on the phone and the watch too), and try again."
)
NO_STRAP_CHOSEN = (
    "No strap is remembered on this computer yet: `biofeedback scan` lists those in reach; then "
    "name yours with --strap ADDRESS, or choose it once in the window."
)
NO_RR = (
    "No RR intervals came, as from watches and armbands that send heart rate alone. The file shows "
    "what came; a chest strap such as the Polar H10 sends them as soon as it feels skin."
)
NOT_FOUND = (
    "Your strap did not show itself, so there is nothing to keep: wear it, moisten its "
    "electrodes, close other apps that may hold it; `biofeedback scan` shows who is in reach."
)


@click.command()
@click.option("--seconds", default=8.0, show_default=True, type=Number(1, 120))
@AS_JSON
def scan(seconds: float, as_json: bool) -> int:
    """List the heart-rate straps in reach, the strongest first.

    A strap is seen only while it is worn (moist) and no other app holds it.

    \b
    Examples:
      biofeedback scan
      biofeedback scan --seconds 20 --json
    """
    from devices.scan import scan as look_around

    tell(f"Looking for straps for {seconds:g} s ...", err=True)
    straps = asyncio.run(look_around(seconds, clock=time.monotonic, emit=lambda _: None))
    if as_json:
        print_json([{"address": s.address, "name": s.name, "rssi_dbm": s.rssi_dbm} for s in straps])
    else:
        _tell_straps(straps)
    if not straps:
        tell(NOTHING_IN_REACH, err=True)
    return 0 if straps else 1


def _tell_straps(straps: list[Found]) -> None:
    from biofeedback.printable import printable

    for strap in straps:
        signal = "connected" if strap.rssi_dbm is None else f"{strap.rssi_dbm} dBm"
        name = printable(strap.name) or "(no name)"
        tell(f"{name:<28} {strap.address}   {signal}")
    if any(strap.rssi_dbm is None for strap in straps):
        tell(
            "`connected`: a program on this computer holds it already; close that one first.",
            err=True,
        )
    if straps:
        tell(f"Next: biofeedback record --strap {straps[0].address}", err=True)


@click.command()
@STRAP
@click.option("--simulate", is_flag=True, help="Try it with a simulated heart; the file says so.")
@click.option(
    "--minutes",
    type=Number(0, 1440, min_open=True),
    help="End by itself, so long after the first packet.",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write; one that exists stays as it is.",
)
@AS_JSON
def record(
    strap: str | None, simulate: bool, minutes: float | None, out: Path | None, as_json: bool
) -> int:
    """Write down what a strap sends, raw: no guidance, no window. Ctrl-C ends it.

    Without --strap it listens to the strap that was chosen before. The file holds every packet
    as it came, link changes and beats; no address, no name, no serial number.

    \b
    Examples:
      biofeedback record --minutes 5
      biofeedback record --strap A0:9E:1A:00:00:00 --out my-strap.csv
      biofeedback record --simulate --minutes 1 --json
    """
    from biofeedback.runs.raw_recording import RawRecording
    from biofeedback.settings import sessions_folder

    heart = _heart(strap, simulate)
    recording = RawRecording(heart, Teller().take, folder=sessions_folder(), out=out)
    tell("Recording; Ctrl-C ends it.", err=True)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(recording.run(minutes * 60 if minutes else None))
    return _told(recording.recorded, recording.blocked, as_json)


def _heart(strap: str | None, simulate: bool) -> Heart:
    from biofeedback.runs import hearts
    from biofeedback.settings import Settings

    if strap and simulate:
        raise click.UsageError("Choose one heart: --strap or --simulate.")
    if simulate:
        return hearts.simulated(secrets.randbelow(2**31))
    heart = hearts.strap(Settings.load(), strap)
    if heart is None:
        raise click.ClickException(NO_STRAP_CHOSEN)
    return heart


def _told(recorded: Recorded, blocked: str, as_json: bool) -> int:
    if blocked:
        raise click.ClickException(blocked)
    if recorded.trouble:
        raise click.ClickException(recorded.trouble)
    if recorded.path is None:
        raise click.ClickException(NOT_FOUND)
    if as_json:
        print_json(recorded.as_dict())
        return 0
    simulated = " of a simulated heart" if recorded.simulated else ""
    gaps = f", {_counted(recorded.gaps, 'gap')}" if recorded.gaps else ""
    beats = f"{_counted(recorded.beats, 'beat')}{gaps}{_coverage(recorded.coverage)}"
    tell(f"{minutes_and_seconds(recorded.length_s)} min{simulated}, {beats}.")
    tell(f"Kept in {recorded.path}")
    if recorded.packets and not recorded.rr_packets:
        tell(NO_RR, err=True)
    return 0


def _counted(number: int, name: str) -> str:
    return f"{number} {name}{'' if number == 1 else 's'}"


def _coverage(coverage: float | None) -> str:
    return "" if coverage is None else f", coverage {coverage:.0%}"


class Teller:
    """Prints what changes at once, and the heart now and then; what it says goes to stderr."""

    def __init__(self) -> None:
        self._was: Snapshot | None = None
        self._due_s = TELL_EVERY_S

    def take(self, now: Snapshot) -> None:
        """Print what is new."""
        from biofeedback.commands.terminal import tell_changes

        tell_changes(self._was or type(now)(), now)
        self._was = now
        heard = now.beats or now.coverage is not None or now.rate_only_bpm is not None
        if now.time_s >= self._due_s and heard:
            self._due_s = (now.time_s // TELL_EVERY_S + 1) * TELL_EVERY_S
            tell(f"  {minutes_and_seconds(now.time_s):>6}  {_heard(now)}", err=True)


def _heard(now: Snapshot) -> str:
    if now.rate_only_bpm is not None:
        return f"{now.rate_only_bpm} bpm as the device tells it, no RR intervals"
    rate = now.metrics.heart_rate_bpm.value
    bpm = f"{rate:.0f} bpm" if rate is not None else "no heart rate yet"
    return f"{bpm}, {_counted(now.beat_count, 'beat')}{_coverage(now.coverage)}"
