"""``demo``, ``practise`` and ``replay``: sittings, in the window or in the terminal."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from biofeedback.commands.options import AS_JSON, LANGUAGE, RECORDING, STRAP, Number, meant
from biofeedback.commands.practices import chosen
from biofeedback.commands.printing import tell
from biofeedback.store.disk import RecordingError
from practices.breathing import BreathPattern, parse_pattern

if TYPE_CHECKING:  # numpy and bleak take a while to import: only once a sitting begins
    from biofeedback.runs.hearts import Heart
    from biofeedback.runs.run import Run
    from biofeedback.runs.session import Show
    from biofeedback.sitting import Plan
    from practices.practice import Practice

DEMO_PRACTICE_S = 180.0
DEMO_REST_S = 75.0
DEMO_SETTLE_S = 10.0
UNRECORDED = "Nothing of this sitting is written down."
OR_UNRECORDED = "To practise all the same, without a file, add --unrecorded."


class Speed(click.ParamType[float | str]):
    """A speed such as 4, or ``max``."""

    name = "X|max"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> float | str:
        """Return a positive number or ``max``."""
        if str(value).casefold() == "max":
            return "max"
        try:
            speed = float(str(value))
        except ValueError:
            speed = 0.0
        if not 0.1 <= speed <= 60:
            self.fail(f"{value!r} is no speed: give a number from 0.1 to 60, or max.", param, ctx)
        return speed


class Breath(click.ParamType[BreathPattern]):
    """A breath such as 4/6."""

    name = "IN/OUT"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> BreathPattern:
        """Return the pattern, or say what is expected."""
        try:
            return parse_pattern(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


@click.command()
@click.option("--seconds", type=Number(5, 3600), help="Hurry through it in so long.")
@click.option("--offscreen", is_flag=True, help="Run without a screen.")
@click.option(
    "--screenshots", type=click.Path(file_okay=False, path_type=Path), help="Leave pictures here."
)
@click.option(
    "--seed", default=1, show_default=True, type=click.IntRange(0), help="Which simulated heart."
)
def demo(seconds: float | None, offscreen: bool, screenshots: Path | None, seed: int) -> int:
    """Show a whole sitting with a simulated heart, shortened: nothing to wear, nothing to set.

    Rest, Hand-on-Heart with the 4/6 pacer, rest, summary. Where there is no screen it runs
    offscreen, leaves the pictures and prints the summary.
    """
    from biofeedback.commands.demo import show_demo
    from biofeedback.sitting import SittingPlan
    from practices.library import find_practice

    practice = find_practice("hand-on-heart").lasting(DEMO_PRACTICE_S)
    plan = SittingPlan(practice, DEMO_REST_S, DEMO_SETTLE_S)
    return show_demo(plan, seed, seconds, offscreen=offscreen, screenshots=screenshots)


@click.command()
@click.argument("practice", default="hand-on-heart")
@click.option(
    "--minutes",
    type=Number(0, 1440, min_open=True),
    help="How long; each practice has its own range.",
)
@click.option("--breath", type=Breath(), help="In/out, such as 4/7, or in/hold/out/hold.")
@LANGUAGE
@STRAP
@click.option("--simulate", is_flag=True, help="A simulated heart; the file says so.")
@click.option("--replay", "replayed", type=RECORDING, help="The heart of an older recording.")
@click.option(
    "--rest",
    "rest_s",
    default=120.0,
    show_default=True,
    type=Number(0, 600),
    help="Seconds of rest before and after; 0 leaves them out.",
)
@click.option("--no-window", is_flag=True, help="Practise in the terminal.")
@click.option("--unrecorded", is_flag=True, help="Write nothing of it down.")
@click.option(
    "--lsl", is_flag=True, help="Also send beats, measures and phrases into your network, by LSL."
)
@AS_JSON
def practise(
    practice: str,
    minutes: float | None,
    breath: BreathPattern | None,
    language: str,
    strap: str | None,
    simulate: bool,
    replayed: Path | None,
    rest_s: float,
    no_window: bool,
    unrecorded: bool,
    lsl: bool,
    as_json: bool,
) -> int:
    """Begin a sitting straight away: rest, PRACTICE, rest; it is written down as it happens.

    PRACTICE is one of `biofeedback practices list`, your own among them, or a script file.
    Without --strap, --simulate or --replay the strap that was chosen before is used, and without
    one the practice is whole but nothing is measured.

    \b
    Examples:
      biofeedback practise
      biofeedback practise self-compassion-break --minutes 3 --rest 0
      biofeedback practise loving-kindness --strap A0:9E:1A:00:00:00 --no-window
      biofeedback practise just-breathe --breath 5/5
      biofeedback practise --unrecorded      nothing of it is written down
      biofeedback practise own-pace          which slow breath suits you: five, two minutes each
    """
    from biofeedback.commands.window import show_run

    plan = _plan(chosen(practice, language), minutes, rest_s, breath)
    heart = chosen_heart(strap, simulate, replayed)
    if unrecorded:
        tell(UNRECORDED, err=True)
    make_run: Callable[[Show], Run] = partial(_begun, plan, heart, unrecorded=unrecorded)
    if lsl:
        from biofeedback.lsl import sent_to_lsl

        make_run = sent_to_lsl(make_run)
    if no_window or as_json:
        return in_terminal(make_run, as_json, language)
    return show_run(make_run)


@click.command()
@click.argument("recording", type=RECORDING)
@click.option("--speed", type=Speed(), help="0.1 to 60, or max.  [default: 1, max in a terminal]")
@click.option("--no-window", is_flag=True, help="Replay in the terminal.")
@AS_JSON
def replay(recording: Path, speed: float | str | None, no_window: bool, as_json: bool) -> int:
    """Play a recording again: the same window, the same numbers to the last digit.

    \b
    Examples:
      biofeedback replay last
      biofeedback replay sitting.csv --speed 4
      biofeedback replay sitting.csv --json > numbers.json
    """
    from biofeedback.commands.window import show_run
    from biofeedback.runs.replay_run import ReplayRun
    from biofeedback.store.recording import read_recording

    found = read_recording(meant(recording))
    terminal = no_window or as_json
    chosen = speed or ("max" if terminal else 1.0)
    pace = None if chosen == "max" else float(chosen)
    if terminal:
        return in_terminal(lambda show: ReplayRun(found, show, speed=pace), as_json)
    return show_run(lambda show: ReplayRun(found, show, speed=pace))


def in_terminal(make_run: Callable[[Show], Run], as_json: bool, language: str | None = None) -> int:
    """Follow a run in the terminal; return the exit code."""
    from biofeedback.commands.terminal import follow
    from biofeedback.settings import Settings

    settings = Settings.load()
    words = settings.having(language=language or settings.language).care
    return follow(make_run, as_json=as_json, words=words)


def _begun(plan: Plan, heart: Heart | None, show: Show, *, unrecorded: bool) -> Run:
    """Begin a sitting; where it cannot be written down, say that it need not be."""
    from biofeedback.runs.begin import begin_sitting
    from biofeedback.settings import Settings, sessions_folder

    hold = Settings.load().pause_when_lost
    folder = None if unrecorded else sessions_folder()
    try:
        return begin_sitting(plan, heart, show, folder=folder, pause_when_lost=hold)
    except RecordingError as error:
        raise RecordingError(f"{error} {OR_UNRECORDED}") from error


def _plan(
    practice: Practice, minutes: float | None, rest_s: float, breath: BreathPattern | None
) -> Plan:
    from biofeedback.runs.begin import plan_for
    from biofeedback.settings import Settings

    length_s = practice.shortest_s if minutes is None else minutes * 60
    pace = breath or Settings.load().pace
    try:
        return plan_for(practice, length_s, rest_s, pace)
    except ValueError as error:
        raise click.UsageError(str(error)) from error


def chosen_heart(strap: str | None, simulate: bool, replayed: Path | None) -> Heart | None:
    """Return the heart that was asked for, else the strap that was chosen before, if any."""
    from biofeedback.runs import hearts
    from biofeedback.settings import Settings

    if sum((strap is not None, simulate, replayed is not None)) > 1:
        raise click.UsageError("Choose one heart: --strap, --simulate or --replay.")
    if simulate:
        return hearts.simulated(secrets.randbelow(2**31))
    if replayed:
        return hearts.recorded(meant(replayed))
    return hearts.strap(Settings.load(), strap)
