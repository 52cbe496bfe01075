"""Keeping it up: a starter week, eight weeks, and what of them is there, from the kept sittings.

A day of a plan is a day on which the person practised: it waits in between, so nothing can be
missed. Every figure that is told counts from the beginning; none can fall as time goes by.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean

from biofeedback.checkin import Feeling
from biofeedback.store.kept import Kept

AWAY_DAYS = 4  # after so many days a person is welcomed back
LEAST_RATED = 6  # check-ins, before the first are held against the latest
COMPARED = 3  # how many at each end
LONGER_MIN = 20.0  # a day with as much had the longer practice of its week
NEARLY = 0.8  # of its length: then a practice was done


@dataclass(frozen=True, slots=True)
class Offer:
    """A practice to do, by its id, and for how long."""

    practice: str
    minutes: float


@dataclass(frozen=True, slots=True)
class Plan:
    """A number of days, week by week, each with what is offered on one of its days.

    ``longer`` is offered once a week besides.
    """

    id: str
    days: int
    weeks: tuple[tuple[Offer, ...], ...]
    longer: tuple[Offer, ...] = ()

    def week(self, day: int) -> int:
        """Return the week that a day lies in; both count from 0."""
        return min(day // 7, len(self.weeks) - 1)


_BREAK, _HEART, _LOVING, _FRIEND = (
    "self-compassion-break",
    "hand-on-heart",
    "loving-kindness",
    "compassionate-friend",
)
STARTER_WEEK = Plan("starter-week", 7, ((Offer(_BREAK, 2), Offer(_LOVING, 3)),))
EIGHT_WEEKS = Plan(
    "eight-weeks",
    56,
    (
        (Offer(_BREAK, 5), Offer(_HEART, 5)),
        (Offer(_HEART, 7), Offer(_BREAK, 5)),
        (Offer(_LOVING, 10),),
        (Offer(_LOVING, 10), Offer(_HEART, 3)),
        (Offer(_FRIEND, 10),),
        (Offer(_FRIEND, 12), Offer(_BREAK, 3)),
        (Offer(_LOVING, 10), Offer(_HEART, 7)),
        (Offer(_FRIEND, 12), Offer(_LOVING, 8)),
    ),
    longer=(Offer(_FRIEND, 12), Offer(_LOVING, 10)),
)
PLANS = {plan.id: plan for plan in (STARTER_WEEK, EIGHT_WEEKS)}


@dataclass(frozen=True, slots=True)
class Totals:
    """What all of the sittings come to, since the very first."""

    minutes: float = 0.0
    sittings: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a person stands in a plan.

    ``days`` are those of the plan on which there was practice; ``today`` tells whether this one
    is among them. ``open_offers`` are still there today, ``longer`` this week.
    """

    plan: Plan
    days: int
    today: bool
    open_offers: tuple[Offer, ...]
    longer: tuple[Offer, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether every day of the plan was practised on."""
        return self.days >= self.plan.days

    @property
    def day(self) -> int:
        """The day of the plan that this day is, or would be, from 1."""
        return min(self.plan.days, max(1, self.days + (not self.today)))


def totals(sittings: Iterable[Kept]) -> Totals:
    """Add up everything that was practised; a simulated heart is no practice."""
    done = _practised(sittings)
    minutes = sum(kept.practised_s for kept in done) / 60
    return Totals(minutes, len(done), len({kept.began.date() for kept in done}))


def standing(plan: Plan, since: date, sittings: Iterable[Kept], today: date) -> Standing:
    """Return where a person stands who chose a plan on a day.

    Parameters
    ----------
    plan, since
        What was chosen, and when: practice from that day on belongs to it.
    sittings
        All that are kept, in any order.
    today
        By the person's own calendar.
    """
    done = [kept for kept in _practised(sittings) if kept.began.date() >= since]
    days = sorted({kept.began.date() for kept in done})
    practised_today = today in days
    week = plan.week(max(0, len(days) - practised_today))
    offers = _left(plan.weeks[week], (kept for kept in done if kept.began.date() == today))
    week_began = days[7 * week] if len(days) > 7 * week else today
    had_longer = _most_minutes_in_a_day(done, week_began) >= LONGER_MIN
    return Standing(plan, len(days), practised_today, offers, () if had_longer else plan.longer)


def away_days(sittings: Iterable[Kept], today: date) -> int | None:
    """Return how many days ago the last practice was; None before the first."""
    days = [kept.began.date() for kept in _practised(sittings)]
    return (today - max(days)).days if days else None


def waiting_experiment(sittings: Sequence[Kept]) -> Kept | None:
    """Return the latest sitting before an event, if nobody has told yet how it went."""
    meant = [kept for kept in sittings if kept.experiment]
    latest = max(meant, key=lambda kept: kept.began, default=None)
    return latest if latest and latest.outcome is None else None


def shift(sittings: Iterable[Kept], feeling: Feeling) -> tuple[float, float] | None:
    """Return how a feeling was rated before practice at first, and of late; None while few are.

    It is asked before the practice: whether the loop still starts, and whether it is weaker.
    """
    in_order = sorted(_practised(sittings), key=lambda kept: kept.began)
    rated = [r for kept in in_order if (r := kept.ratings.of(feeling)[0]) is not None]
    if len(rated) < LEAST_RATED:
        return None
    return fmean(rated[:COMPARED]), fmean(rated[-COMPARED:])


def _practised(sittings: Iterable[Kept]) -> list[Kept]:
    return [kept for kept in sittings if kept.practised_s > 0 and not kept.simulated]


def _left(offers: tuple[Offer, ...], done: Iterable[Kept]) -> tuple[Offer, ...]:
    """Return the offers that no sitting took up; each takes up one."""
    left = list(offers)
    for kept in done:
        taken = next((o for o in left if _takes_up(kept, o)), None)
        if taken:
            left.remove(taken)
    return tuple(left)


def _takes_up(kept: Kept, offer: Offer) -> bool:
    return kept.practice == offer.practice and kept.practised_s >= NEARLY * 60 * offer.minutes


def _most_minutes_in_a_day(done: Iterable[Kept], since: date) -> float:
    minutes: dict[date, float] = {}
    for kept in done:
        day = kept.began.date()
        if day >= since:
            minutes[day] = minutes.get(day, 0.0) + kept.practised_s / 60
    return max(minutes.values(), default=0.0)
