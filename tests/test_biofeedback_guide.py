"""The guide leads through a sitting: phases and lines at their times, pauses left out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from analysis.live import LiveMeasures
from biofeedback.runs.clock import SessionClock
from biofeedback.runs.guide import Guide
from biofeedback.runs.session import Session
from biofeedback.samples import events_of
from biofeedback.sitting import (
    LineShown,
    Paused,
    Phase,
    PhaseStarted,
    Resumed,
    Sitting,
    SittingPlan,
)
from devices.events import Link, LinkState
from practices.breathing import BreathPattern
from practices.library import find_practice

SPEED = 400.0  # session seconds for each second of the test
LATE_S = 0.08 * SPEED  # what a busy machine may delay a wake-up by


def a_plan(rest_s: float = 60.0) -> SittingPlan:
    """Return the shortest self-compassion break between two rests."""
    practice = find_practice("self-compassion-break")
    return SittingPlan(practice.lasting(practice.shortest_s), rest_s, settle_s=10.0)


def led(act: Callable[[Guide, Session], None] | None = None) -> Session:
    """Lead through a plan at speed; ``act`` is called 100 s of the session after the start."""
    clock = SessionClock(SPEED)
    session = Session(LiveMeasures())
    guide = Guide(a_plan(), session, clock)

    async def sit() -> None:
        if act:
            asyncio.get_running_loop().call_later(100 / SPEED, act, guide, session)
        await guide.run(wait_for_heart=False)

    asyncio.run(sit())
    return session


def phases(session: Session) -> list[PhaseStarted]:
    """Return the phases that began."""
    return [event for event in session.events if isinstance(event, PhaseStarted)]


def test_every_phase_and_every_line_comes_in_order_at_its_time() -> None:
    """Led live, a sitting holds the events of its plan, each at most a moment late."""
    session = led()
    planned = [e for e in events_of(a_plan()) if getattr(e, "phase", None) is not Phase.ENDED]
    happened = session.events[1:]  # the first one is READY
    assert [type(event) for event in happened] == [type(event) for event in planned]
    for event, plan in zip(happened, planned, strict=True):
        assert event.time_s - plan.time_s >= -0.001
        if isinstance(event, LineShown) and isinstance(plan, LineShown):
            assert event.text == plan.text
    for one, following in zip(phases(session)[1:], phases(session)[2:], strict=False):
        assert 0 <= following.time_s - one.time_s - one.length_s <= LATE_S


def test_a_pause_holds_the_phase() -> None:
    """The phase ends later by just as long as the pause was; the breath stands still meanwhile."""

    def act(guide: Guide, session: Session) -> None:
        guide.pause()
        guide.pause()  # a second time changes nothing
        asyncio.get_running_loop().call_later(200 / SPEED, guide.resume)
        before = session.sitting.breath(session.latest.time_s)
        assert before == session.sitting.breath(session.latest.time_s + 150)

    events = led(act).events
    practice, settle = (
        next(e for e in events if isinstance(e, PhaseStarted) and e.phase is phase)
        for phase in (Phase.PRACTICE, Phase.SETTLE)
    )
    (paused,) = (event for event in events if isinstance(event, Paused))
    (resumed,) = (event for event in events if isinstance(event, Resumed))
    pause_s = resumed.time_s - paused.time_s
    assert pause_s == pytest.approx(200, abs=LATE_S)  # by the loop's own timer
    assert -0.001 <= settle.time_s - practice.time_s - practice.length_s - pause_s <= LATE_S


def test_skipping_goes_to_the_next_phase_at_once() -> None:
    """Skipped in the practice, the settling begins; the rest after keeps its length."""
    starts = {event.phase: event.time_s for event in phases(led(lambda guide, _: guide.skip()))}
    assert 100 <= starts[Phase.SETTLE] <= 100 + LATE_S


def test_the_sitting_waits_for_the_heart() -> None:
    """READY lasts until the first notification."""
    clock = SessionClock(SPEED)
    session = Session(LiveMeasures())
    guide = Guide(a_plan(), session, clock)

    async def sit() -> None:
        leading = asyncio.create_task(guide.run(wait_for_heart=True))
        await asyncio.sleep(0.15)
        waited = [event.phase for event in phases(session)]
        session.handle(Link(clock.now_s(), LinkState.STREAMING))
        await asyncio.sleep(0.1)
        leading.cancel()
        assert waited == [Phase.READY]
        assert [event.phase for event in phases(session)][:2] == [Phase.READY, Phase.REST_BEFORE]

    asyncio.run(sit())


def test_a_sitting_knows_its_breath_at_any_moment() -> None:
    """Inside the practice the pacer follows from the time alone: 4 s in means full at 4 s."""
    pattern = a_plan().practice.pattern
    sitting = Sitting().after(PhaseStarted(100.0, Phase.PRACTICE, 180.0, pattern))
    assert sitting.pace_hz == pytest.approx(0.1)
    moment = sitting.breath(104.0)
    assert moment is not None
    assert moment.fullness == pytest.approx(1.0)
    assert Sitting().breath(104.0) is None


def test_a_part_cannot_last_less_than_nothing() -> None:
    """A plan is checked when it is made."""
    with pytest.raises(ValueError, match="less than 0 s"):
        SittingPlan(a_plan().practice, rest_s=-1.0)


def test_a_pacer_that_rests_is_brought_back() -> None:
    """By the same key: a slip of the finger takes nothing away for good."""
    plan = SittingPlan(find_practice("hand-on-heart").lasting(60), rest_s=0.0)
    session, clock = Session(LiveMeasures()), SessionClock()
    guide = Guide(plan, session, clock)
    session.handle(PhaseStarted(0.0, Phase.PRACTICE, 60.0, BreathPattern(4.0, 6.0)))
    guide.ease(fully=True)
    assert session.sitting.pattern is None
    guide.ease(fully=True)
    assert session.sitting.pattern == BreathPattern(4.0, 6.0)


def practising(length_s: float = 180.0, at_s: float = 0.0) -> tuple[Guide, Session]:
    """Return a guide amid a practice."""
    plan = SittingPlan(find_practice("hand-on-heart").lasting(180), rest_s=0.0)
    session = Session(LiveMeasures())
    session.handle(PhaseStarted(0.0, Phase.PRACTICE, length_s, BreathPattern(4.0, 6.0)))
    clock = SessionClock()
    clock.jump_to(at_s)
    return Guide(plan, session, clock), session


def test_a_minute_that_was_added_can_be_taken_back() -> None:
    """As many as were added, and none of the practice's own."""
    guide, session = practising()
    guide.shorten()
    assert session.sitting.length_s == 180.0
    guide.extend()
    guide.extend()
    guide.shorten()
    assert session.sitting.length_s == 240.0
    guide.shorten()
    guide.shorten()
    assert session.sitting.length_s == 180.0


def test_a_minute_that_is_not_to_come_any_more_cannot_be_taken_back() -> None:
    """Or the practice would end at that key."""
    guide, session = practising(length_s=180.0, at_s=185.0)
    guide.extend()
    guide.shorten()
    assert session.sitting.length_s == 240.0


def test_a_gentler_pace_leads_back_to_the_first() -> None:
    """However far it went."""
    guide, session = practising()
    guide.ease()
    guide.ease()
    assert session.sitting.pattern != BreathPattern(4.0, 6.0)
    guide.take_first_pace()
    assert session.sitting.pattern == BreathPattern(4.0, 6.0)
    before = len(session.events)
    guide.take_first_pace()
    assert len(session.events) == before


def test_a_pacer_eased_until_it_rests_is_brought_back_too() -> None:
    """It does not matter by which key it went to rest."""
    plan = SittingPlan(find_practice("hand-on-heart").lasting(60), rest_s=0.0)
    session = Session(LiveMeasures())
    guide = Guide(plan, session, SessionClock())
    session.handle(PhaseStarted(0.0, Phase.PRACTICE, 60.0, BreathPattern(4.0, 6.0)))
    while not session.sitting.rests:
        guide.ease()
    guide.ease(fully=True)
    assert session.sitting.pattern == BreathPattern(4.0, 6.0)
    assert not session.sitting.rests
