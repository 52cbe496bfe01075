"""Keeping it up: what is told only grows, nothing resets, and no day is held against anyone."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import biofeedback
import practices
from biofeedback.checkin import Feeling, Ratings
from biofeedback.keeping_up.plan import (
    EIGHT_WEEKS,
    PLANS,
    STARTER_WEEK,
    Offer,
    Plan,
    Totals,
    away_days,
    shift,
    standing,
    totals,
    waiting_experiment,
)
from biofeedback.store.kept import Kept
from practices.library import find_practice

FIRST = date(2026, 1, 5)


def kept(day: int, practice: str = "hand-on-heart", minutes: float = 3.0, **changes: Any) -> Kept:
    """Return a sitting on a day after the first."""
    began = datetime(2026, 1, 5, 8, tzinfo=UTC) + timedelta(days=day)
    lasted_s = 60 * minutes
    made = Kept(
        "s.csv", began, lasted_s, lasted_s, practice, practice, simulated=False, closed=True
    )
    return made._replace(**changes)


def on(day: int) -> date:
    """Return a day after the first."""
    return FIRST + timedelta(days=day)


SITTINGS = st.lists(
    st.builds(
        kept,
        st.integers(0, 120),
        st.sampled_from(["hand-on-heart", "self-compassion-break", "loving-kindness", "", "own"]),
        st.floats(0, 40),
        simulated=st.booleans(),
    ),
    max_size=40,
)


@given(SITTINGS, st.sampled_from(sorted(PLANS)), st.integers(0, 20))
def test_nothing_that_is_told_ever_falls(sittings: list[Kept], name: str, since: int) -> None:
    """Day after day for four months: totals, days, and the day of a plan only grow."""
    plan = PLANS[name]
    before, days, day = Totals(), 0, 0
    for today in range(since, 125):
        known = [each for each in sittings if each.began.date() <= on(today)]
        now = totals(known)
        assert (now.minutes, now.sittings, now.days) >= (0, 0, 0)
        assert now.minutes >= before.minutes
        assert now.sittings >= before.sittings
        assert now.days >= before.days
        stands = standing(plan, on(since), known, on(today))
        assert stands.days >= days
        assert stands.day >= day
        before, days, day = now, stands.days, stands.day


@given(SITTINGS, st.sampled_from(sorted(PLANS)), st.integers(1, 300))
def test_days_without_practice_take_nothing_away(
    sittings: list[Kept], name: str, pause: int
) -> None:
    """After a pause of any length a plan stands where it stood, and offers its next day."""
    plan = PLANS[name]
    before = standing(plan, FIRST, sittings, on(121))
    after = standing(plan, FIRST, sittings, on(121 + pause))
    assert (after.days, after.day, after.open_offers) == (
        before.days,
        before.day,
        before.open_offers,
    )


@pytest.mark.parametrize("plan", PLANS.values(), ids=lambda plan: plan.id)
def test_every_offer_can_be_practised(plan: Plan) -> None:
    """Each offer names a practice that is there, at a length it has."""
    for offer in (*(o for week in plan.weeks for o in week), *plan.longer):
        assert find_practice(offer.practice).lasting(60 * offer.minutes)


def test_the_starter_week_is_five_minutes_a_day() -> None:
    """By the source: a Break of 2 minutes and 3 of Loving-Kindness, for seven days."""
    assert STARTER_WEEK.days == 7
    assert STARTER_WEEK.weeks == ((Offer("self-compassion-break", 2), Offer("loving-kindness", 3)),)


def test_the_eight_weeks_are_ten_to_twenty_minutes_a_day() -> None:
    """By the source: 10–20 minutes a day for eight weeks, and a longer practice each week."""
    assert EIGHT_WEEKS.days == 56
    assert len(EIGHT_WEEKS.weeks) == 8
    daily = [sum(offer.minutes for offer in week) for week in EIGHT_WEEKS.weeks]
    assert all(10 <= minutes <= 20 for minutes in daily)
    assert sum(offer.minutes for offer in EIGHT_WEEKS.longer) > max(daily)


def test_a_day_offers_what_it_has_until_it_is_done() -> None:
    """Each sitting takes up one offer; one that ended early, but nearly, does too."""
    done = [kept(0, "self-compassion-break", 1.7)]
    stands = standing(STARTER_WEEK, FIRST, done, FIRST)
    assert stands.open_offers == (Offer("loving-kindness", 3),)
    assert (stands.day, stands.today, stands.days) == (1, True, 1)
    both = standing(STARTER_WEEK, FIRST, [*done, kept(0, "loving-kindness")], FIRST)
    assert both.open_offers == ()
    tomorrow = standing(STARTER_WEEK, FIRST, done, on(1))
    assert (tomorrow.day, tomorrow.today) == (2, False)
    assert len(tomorrow.open_offers) == 2


def test_a_plan_is_whole_after_as_many_days_as_it_has_whenever_they_came() -> None:
    """Seven days over two months are a starter week; what came before its choice does not count."""
    done = [kept(day) for day in (0, 3, 9, 10, 30, 31, 60)]
    assert standing(STARTER_WEEK, FIRST, done, on(60)).whole
    assert not standing(STARTER_WEEK, on(1), done, on(60)).whole


def test_the_weekly_longer_practice_is_offered_until_a_day_had_twenty_minutes() -> None:
    """It is offered anew with the next seven days of practice."""
    short = [kept(day, minutes=10) for day in range(3)]
    assert standing(EIGHT_WEEKS, FIRST, short, on(3)).longer == EIGHT_WEEKS.longer
    had = [*short, kept(3, minutes=12), kept(3, "loving-kindness", 10)]
    assert standing(EIGHT_WEEKS, FIRST, had, on(3)).longer == ()
    week = [*had, *(kept(day, minutes=10) for day in range(4, 8))]
    assert standing(EIGHT_WEEKS, FIRST, week, on(8)).longer == EIGHT_WEEKS.longer


def test_simulated_hearts_and_empty_sittings_are_no_practice() -> None:
    """They are in no total."""
    done = [kept(0, simulated=True), kept(0, practised_s=0.0), kept(1, minutes=4)]
    assert totals(done) == Totals(4.0, 1, 1)
    assert away_days(done[:2], on(9)) is None
    assert away_days(done, on(9)) == 8


def test_only_the_latest_experiment_is_asked_about_and_only_once() -> None:
    """An answer, also an empty one, ends the asking."""
    first, second = kept(0, experiment="stay"), kept(4, experiment="say hello")
    assert waiting_experiment([second, first]) == second
    assert waiting_experiment([first, second._replace(outcome="")]) is None
    assert waiting_experiment([kept(1)]) is None


def test_a_shift_is_told_once_there_is_enough_to_see_it() -> None:
    """The mean of the first three against the latest three, from six ratings on; by hand."""
    rated = [kept(day, ratings=Ratings(critic_before=10 - day)) for day in range(7)]
    assert shift(rated[:5], Feeling.CRITIC) is None
    assert shift(rated, Feeling.CRITIC) == (9.0, 5.0)
    assert shift(rated, Feeling.CALM) is None


def test_the_word_never_appears() -> None:
    """No screen, command, practice or file of ours counts days in a row."""
    forbidden = re.compile("stre" + "ak", re.IGNORECASE)
    for package in (biofeedback, practices):
        folder = Path(package.__file__ or "").parent
        for path in (*folder.rglob("*.py"), *folder.rglob("*.toml")):
            assert not forbidden.search(path.read_text(encoding="utf-8")), path
