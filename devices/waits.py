"""Every wait of the Bluetooth strap by name, each with its reason (tests hand in shorter ones)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Waits:
    """Times in seconds.

    Parameters
    ----------
    scan_s
        One look for the strap. Straps advertise about once a second; worn ones at once.
    connect_s
        Connecting and discovering services; bleak gives up by itself after 30 s.
    close_s
        Letting go. BlueZ takes 2.0-2.6 s to disconnect; twice this stays under the 6 s in which
        stopping must end.
    quiet_s
        Silence until the person is told: four packets missed.
    silent_s
        Silence, also to the wish to listen, until the connection is given up: a Bluetooth
        service that was killed leaves a connection that looks alive and never speaks again.
    tick_s
        How often silence is looked for.
    read_s
        One optional reading; some straps never answer one that wants pairing.
    battery_s
        Between two readings of the battery, which lasts for months.
    no_rr_s
        Heart rate without a single RR interval until the person is told; a strap that has just
        found skin may need some seconds for the first.
    back_off_s
        Before each attempt after the first, the last one repeated; the first is none, for a
        dropped link is mostly back at once.
    steady_s
        So much streaming makes the next attempt the first again.
    blocked_s
        Between looks whether Bluetooth is back: the person is told within 5 s, both ways.
    """

    scan_s: float = 15.0
    connect_s: float = 35.0
    close_s: float = 2.8
    quiet_s: float = 4.0
    silent_s: float = 15.0
    tick_s: float = 0.5
    read_s: float = 3.0
    battery_s: float = 300.0
    no_rr_s: float = 20.0
    back_off_s: tuple[float, ...] = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0)
    steady_s: float = 30.0
    blocked_s: float = 3.0
