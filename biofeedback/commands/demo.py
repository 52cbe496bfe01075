"""Shows the demo, a whole sitting with a simulated heart: in the window, or as pictures."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from biofeedback.commands.printing import tell
from biofeedback.commands.window import has_display, load_qt

if TYPE_CHECKING:
    from biofeedback.runs.run import Run
    from biofeedback.runs.session import Show
    from biofeedback.sitting import SittingPlan

HURRIED_S = 20.0  # without a screen nobody watches: long enough for every picture


def show_demo(
    plan: SittingPlan,
    seed: int,
    seconds: float | None,
    *,
    offscreen: bool,
    screenshots: Path | None,
) -> int:
    """Show a whole sitting with a simulated heart, hurried if ``seconds`` says so."""
    if not offscreen and not has_display():
        tell("There is no screen here: the demo runs offscreen and leaves pictures.")
        offscreen = True
    if offscreen:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        seconds = seconds or HURRIED_S
    load_qt()
    if not offscreen and screenshots is None:
        return _attended(plan, seed, _speed(plan, seconds))
    folder = _writable(screenshots) if screenshots else _demo_folder()
    return _unattended(plan, seed, _speed(plan, seconds), folder)


def _demo_folder() -> Path:
    """Return a folder for what a demo leaves: it does not belong into a person's history."""
    return Path(tempfile.mkdtemp(prefix="biofeedback-demo-"))


def _writable(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError as error:
        raise click.ClickException(
            f"Pictures cannot be left in {folder} ({(error.strerror or str(error)).lower()}): "
            "choose another folder with --screenshots."
        ) from error
    return folder


def _speed(plan: SittingPlan, seconds: float | None) -> float:
    return 1.0 if seconds is None else round(plan.length_s / seconds, 2)


def _attended(plan: SittingPlan, seed: int, speed: float) -> int:
    from biofeedback.application import Application
    from biofeedback.runs.begin import begin_sitting
    from biofeedback.runs.hearts import simulated
    from biofeedback.ui.app import run_window

    folder = _demo_folder()
    return run_window(
        Application(),
        lambda show: begin_sitting(plan, simulated(seed), show, folder=folder, speed=speed),
    )


def _unattended(plan: SittingPlan, seed: int, speed: float, folder: Path) -> int:
    from biofeedback.application import Application
    from biofeedback.commands.terminal import told
    from biofeedback.runs.begin import begin_sitting
    from biofeedback.runs.hearts import simulated
    from biofeedback.ui.app import run_tour

    runs: list[Run] = []

    def make_run(show: Show) -> Run:
        runs.append(begin_sitting(plan, simulated(seed), show, folder=folder, speed=speed))
        return runs[0]

    tell(f"A whole sitting with a simulated heart, shown {speed:g} times faster ...")
    taken = run_tour(Application(), make_run, folder)
    tell(told(runs[0].summary()))
    tell(f"{len(taken)} pictures in {folder}")
    return 0
