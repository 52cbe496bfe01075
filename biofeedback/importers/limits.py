"""How much of a foreign file is looked at: beyond this it is no recording, or one to be cut."""

from __future__ import annotations

MOST_BYTES = 64 * 2**20  # 24 h have about 1 MB of text
MOST_OWN_BYTES = 2 * MOST_BYTES  # our own JSON, which has 73 bytes or more a beat
MOST_BEATS = 1_000_000  # more than a week
MOST_VALUES = 16 * MOST_BEATS  # of JSON, which takes some 80 bytes of memory for each
MOST_LINES = MOST_BEATS + 10_000
LONGEST_LINE = 4096
MOST_COLUMNS = 64
LONGEST_NUMBER = 40  # characters

MOST_MEMBERS = 2000  # of a zip
MOST_BESIDE_BYTES = 2**20  # of a file that explains another one

CHILD_S = 30.0  # a reader in a process of its own
CHILD_BYTES = 2**30  # of address space, beyond what it begins with

FEWEST = 2  # RR intervals
LEAST_MS = 1.0  # below it there is nothing, as in 0
SHORTEST_MS, LONGEST_MS = 200.0, 5000.0  # a missed beat or two may stand in an interval
LONGEST_PAUSE_MS = 1e6  # a dropout of more than a quarter of an hour is no interval
USABLE_MS = (300.0, 2000.0)
MOST_STRANGE = 0.2  # of all values; more means that they are something else
FASTEST_BPM = 230.0  # as a mean: beyond it the unit is another one, or the heart no human's
LONGEST_GAP_S = 7 * 86_400.0  # beyond it a clock was set
YEARS = (1990, 2100)  # in which a recording may have begun
