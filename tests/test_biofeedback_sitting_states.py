"""Whatever a person does, in whatever order: a sitting stays whole, and every event is kept."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from analysis.live import LiveMeasures
from biofeedback.checkin import Feeling, Rated, When
from biofeedback.results.pace_search import KIND, SearchPlan
from biofeedback.runs.clock import SessionClock
from biofeedback.runs.guide import LONGER_S, Guide
from biofeedback.runs.reel import Reel
from biofeedback.runs.session import Session
from biofeedback.sitting import (
    Extended,
    Led,
    LineShown,
    Noted,
    Phase,
    PhaseStarted,
    Plan,
    Said,
    SittingPlan,
)
from biofeedback.store.recorder import Recorder
from biofeedback.store.recording import read_recording
from devices.events import Link, LinkState, Packet
from practices.library import find_practice
from tests.pretended_time import PretendedTime

PRACTICES = (
    *("hand-on-heart", "self-compassion-break", "loving-kindness", "quiet-rest"),
    "own-pace",  # five of them in a row
)
ONE_BEAT = bytes([0x10, 60, 0x00, 0x04])  # 60 bpm, one RR interval of 1024/1024 s
BEGAN = datetime(2026, 3, 1, 8, tzinfo=UTC)
LATE_S = 0.002  # the sitting's clock counts whole milliseconds


class Sat(RuleBasedStateMachine):
    """A sitting with its real guide, session, clock and file; only time and heart are pretended."""

    @initialize(name=st.sampled_from(PRACTICES), rest_s=st.sampled_from([0.0, 20.0]))
    def sit_down(self, name: str, rest_s: float) -> None:
        """Begin to wait for the heart."""
        self.loop = PretendedTime()
        self.folder = Path(tempfile.mkdtemp())
        practice = find_practice(name)
        self.plan: Plan = SittingPlan(practice.lasting(practice.shortest_s), rest_s, settle_s=10.0)
        if practice.kind == KIND:
            self.plan = SearchPlan(practice, settle_s=10.0)
        self.clock = SessionClock(monotonic=self.loop.time)
        self.path = self.folder / "sitting.csv"
        self.recorder = Recorder(self.path, BEGAN, {"format": "1"})
        self.session = Session(LiveMeasures(require_warm=True), self.recorder)
        self.guide = Guide(self.plan, self.session, self.clock)
        self.leading = self.loop.create_task(self._led())
        self.pass_time(0.0)

    @rule(seconds=st.sampled_from([0.0, 0.4, 3.0, 9.999, 31.0, 70.0]))
    def pass_time(self, seconds: float) -> None:
        """Let time pass."""
        self.loop.pass_time(seconds)

    @precondition(lambda self: not self.leading.done())
    @rule(state=st.sampled_from([LinkState.STREAMING, LinkState.WAITING, LinkState.SCANNING]))
    def link(self, state: LinkState) -> None:
        """Let the strap come, be lost, and be looked for."""
        self.session.handle(Link(self.clock.now_s(), state))
        self.pass_time(0.1)

    @precondition(lambda self: not self.leading.done())
    @rule()
    def beat(self) -> None:
        """Let a heartbeat arrive."""
        self.session.handle(Packet(self.clock.now_s(), ONE_BEAT))

    @precondition(lambda self: not self.leading.done())
    @rule()
    def breathe_freely(self) -> None:
        """Let the person go on in their own rhythm, or have the pacer back."""
        sitting = self.session.sitting
        self.guide.ease(fully=True)
        if sitting.phase is Phase.PRACTICE and sitting.pattern is not None:
            assert self.session.sitting.pattern is None
            assert not self.session.sitting.leads
        self.pass_time(0.0)

    @rule(act=st.sampled_from(["pause", "resume", "extend", "ease"]))
    @precondition(lambda self: not self.leading.done())
    def act(self, act: str) -> None:
        """Let the person do something."""
        getattr(self.guide, act)()
        self.pass_time(0.0)

    @precondition(lambda self: not self.leading.done())
    @rule()
    def skip(self) -> None:
        """Let the person go on."""
        self.guide.skip()
        self.pass_time(0.0)

    @rule(rating=st.integers(0, 10))
    def say(self, rating: int) -> None:
        """Let the person rate and note something, in the sitting or after it."""
        now_s = self.clock.now_s()
        self.session.handle(Rated(now_s, Feeling.CALM, When.AFTER, rating))
        self.session.handle(Noted(now_s, f"a {rating},\n“really”"))

    @rule()
    def stop(self) -> None:
        """End where it stands; a second time changes nothing."""
        self.leading.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            self.loop.run_until_complete(self.leading)

    @invariant()
    def phases_come_in_order(self) -> None:
        """READY, then the stages of the plan, each in its turn; the end comes at any time."""
        order = [Phase.READY, *(stage.phase for stage in self.plan.stages)]
        phases = [event.phase for event in self._phases()]
        if phases and phases[-1] is Phase.ENDED:
            phases.pop()
        assert phases == order[: len(phases)]

    @invariant()
    def rests_are_equal(self) -> None:
        """Both rests have the length of the plan, whatever the practice became."""
        for event in self._phases():
            if event.phase in (Phase.REST_BEFORE, Phase.REST_AFTER):
                assert event.length_s == self.plan.rest_s

    @invariant()
    def time_goes_on(self) -> None:
        """No event lies before an earlier one; no phase time runs backwards or over its length."""
        times_s = [event.time_s for event in self.session.events]
        assert times_s == sorted(times_s)
        sitting, now_s = self.session.sitting, self.clock.now_s()
        assert sitting.phase_time_s(now_s) >= 0
        if sitting.length_s:
            assert sitting.phase_time_s(now_s) <= sitting.length_s + LATE_S

    @invariant()
    def a_pause_holds_everything(self) -> None:
        """While it is paused, breath and phase stand still."""
        sitting, now_s = self.session.sitting, self.clock.now_s()
        if sitting.paused:
            assert sitting.breath(now_s) == sitting.breath(now_s + 1000)
            assert sitting.remaining_s(now_s) == sitting.remaining_s(now_s + 1000)

    @invariant()
    def lines_come_at_their_time(self) -> None:
        """Each line of the practice, in order, within 50 ms of its place in the practice."""
        practised = (s.practice for s in self.plan.stages if s.phase is Phase.PRACTICE)
        sitting = Reel(()).session.sitting
        for event in self.session.events:
            sitting = sitting.after(event)
            if isinstance(event, PhaseStarted) and event.phase is Phase.PRACTICE:
                cues = next(practised).cues_and_on()
            if isinstance(event, LineShown):
                cue = next(cues)
                assert event.text == cue.line
                assert 0 <= sitting.phase_time_s(event.time_s) - cue.time_s + 0.001 <= 0.05

    @invariant()
    def longer_means_longer(self) -> None:
        """Each "a little longer" adds its minute to the practice, and to nothing else."""
        sitting = self.session.sitting
        if sitting.phase is Phase.PRACTICE:
            since = [e for e in self.session.events if e.time_s >= sitting.began_s]
            began = max(k for k, e in enumerate(since) if isinstance(e, PhaseStarted))
            added = sum(isinstance(event, Extended) for event in since[began:])
            assert sitting.length_s == self.plan.practice.length_s + LONGER_S * added

    def teardown(self) -> None:
        """Stop from wherever it is: the file holds every event; a replay stands where it did."""
        if not hasattr(self, "loop"):
            return
        self.stop()
        kept = read_recording(self.path).events
        for kinds in (Led, Said, Link, Packet):
            handled = [event for event in self.session.events if isinstance(event, kinds)]
            assert [event for event in kept if isinstance(event, kinds)] == handled
        again = Session(LiveMeasures(require_warm=True))
        for event in kept:
            again.handle(event)
        assert again.sitting == self.session.sitting
        self.loop.close()
        shutil.rmtree(self.folder)

    async def _led(self) -> None:
        try:
            await self.guide.run(wait_for_heart=True)
        finally:
            self.session.handle(PhaseStarted(self.clock.now_s(), Phase.ENDED))
            self.recorder.close(self.clock.now_s())

    def _phases(self) -> list[PhaseStarted]:
        return [event for event in self.session.events if isinstance(event, PhaseStarted)]


Sat.TestCase.settings = settings(max_examples=100, stateful_step_count=20, deadline=None)
test_any_order_of_doings_leaves_a_whole_sitting = Sat.TestCase


def test_a_practice_without_skips_takes_its_whole_time() -> None:
    """Paused, extended twice and eased: its length, two minutes, and the pause."""
    sat = Sat()
    sat.sit_down("hand-on-heart", 20.0)
    sat.link(LinkState.STREAMING)
    sat.pass_time(20.0 + 5.0 + 50.0)
    for act in ("extend", "pause", "extend", "ease"):
        sat.act(act)
    sat.pass_time(40.0)
    sat.act("resume")
    sat.pass_time(1000.0)
    starts = [event.time_s for event in sat._phases()]
    lengths = [b - a for a, b in itertools.pairwise(starts)]
    expected = [20.0, 5.0, 180.0 + 2 * LONGER_S + 40.0, 10.0, 20.0]
    assert all(abs(a - b) < 0.05 for a, b in zip(lengths[1:], expected, strict=True))
    sat.teardown()
