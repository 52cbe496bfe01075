"""What a person tells of themselves around a sitting: harshness, calm, a small experiment.

It stands beside the heart's numbers and is never merged with them. A question that was passed over
has no answer, and none is made up.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

MOST = 10


class Feeling(StrEnum):
    """What is asked about, from 0 to 10."""

    CRITIC = "critic"  # how harsh the inner critic is
    CALM = "calm"


class When(StrEnum):
    """On which side of the practice it was asked."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Rated:
    """The person rated a feeling from 0 (not at all) to 10.

    Raises
    ------
    ValueError
        If the rating is no such number.
    """

    time_s: float
    feeling: Feeling
    when: When
    rating: int

    def __post_init__(self) -> None:
        if not 0 <= self.rating <= MOST:
            raise ValueError(f"A rating of {self.rating} is not offered: choose 0 to {MOST}.")


@dataclass(frozen=True, slots=True)
class Felt:
    """How the pace that was just tried felt, from 0 (forced) to 10 (easy).

    Raises
    ------
    ValueError
        If the rating is no such number.
    """

    time_s: float
    rating: int

    def __post_init__(self) -> None:
        if not 0 <= self.rating <= MOST:
            raise ValueError(f"A rating of {self.rating} is not offered: choose 0 to {MOST}.")


@dataclass(frozen=True, slots=True)
class Intended:
    """The person means to try something after the sitting, such as *stay for 15 minutes*."""

    time_s: float
    text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """How that went, in the person's own words; empty if they would rather not say."""

    time_s: float
    text: str


class Ratings(NamedTuple):
    """The last answer to each question of a sitting; None where there was none.

    A tuple, for a list of thousands of sittings holds one each.
    """

    critic_before: int | None = None
    calm_before: int | None = None
    critic_after: int | None = None
    calm_after: int | None = None

    def of(self, feeling: Feeling) -> tuple[int | None, int | None]:
        """Return a feeling before and after."""
        if feeling is Feeling.CRITIC:
            return self.critic_before, self.critic_after
        return self.calm_before, self.calm_after

    def as_dict(self) -> dict[str, dict[str, int]]:
        """Return what was answered, ready for JSON: by feeling, then by side."""
        found: dict[str, dict[str, int]] = {}
        for feeling in Feeling:
            for when, rating in zip(When, self.of(feeling), strict=True):
                if rating is not None:
                    found.setdefault(str(feeling), {})[str(when)] = rating
        return found


UNRATED = Ratings()


def ratings_of(events: Iterable[object]) -> Ratings:
    """Return what the events of a sitting come to; other events change nothing."""
    rated = [event for event in events if isinstance(event, Rated)]
    return UNRATED._replace(**{f"{each.feeling}_{each.when}": each.rating for each in rated})


def experiment_of(events: Iterable[object]) -> tuple[str, str | None]:
    """Return what was meant to be tried (empty: nothing), and how it went (None: not yet told)."""
    experiment, outcome = "", None
    for event in events:
        if isinstance(event, Intended):
            experiment = event.text
        elif isinstance(event, Outcome):
            outcome = event.text
    return experiment, outcome
