"""The sound card, through miniaudio: the only file that imports it, and only once sound is on."""

from __future__ import annotations

import contextlib
import ctypes
import logging
import sys
from collections.abc import Callable, Generator
from functools import cache
from typing import cast

import numpy as np
from numpy.typing import NDArray

from biofeedback.sound.tone import RATE_HZ

PERIOD_MS = 40  # what is asked for at once: long enough that computing elsewhere makes no gap
PERIODS = 3
LEAD_S = PERIOD_MS / 1000  # measured: what waits in the buffers when more is asked for
BACKENDS = {  # named, or a computer without sound would be given a device that plays to nobody
    "linux": ("PULSEAUDIO", "ALSA"),
    "darwin": ("COREAUDIO",),
    "win32": ("WASAPI", "DSOUND", "WINMM"),
}
NO_LIBRARY = (
    "Sound is not part of this installation, so it stays quiet: the practice is whole without it."
)
NO_DEVICE = (
    "No loudspeaker or headphones could be reached, so it stays quiet: "
    "connect some, then switch sound on again."
)
Fill = Callable[[int], NDArray[np.float32]]
Close = Callable[[], None]
log = logging.getLogger(__name__)


class SoundUnavailableError(Exception):
    """Nothing can be heard; ``str()`` is one sentence for the person, with the next step."""


def open_output(fill: Fill) -> Close:
    """Play what ``fill`` returns, on a thread of the sound card's, until the returned call.

    Raises
    ------
    SoundUnavailableError
        If the library or a device is missing.
    """
    try:
        import miniaudio
    except ImportError as error:
        raise SoundUnavailableError(NO_LIBRARY) from error
    _quieten_alsa()
    names = BACKENDS.get(sys.platform, ("PULSEAUDIO", "ALSA", "SNDIO", "AUDIO4", "OSS"))
    try:
        device = miniaudio.PlaybackDevice(
            output_format=miniaudio.SampleFormat.FLOAT32,
            nchannels=1,
            sample_rate=RATE_HZ,
            buffersize_msec=PERIOD_MS,
            callback_periods=PERIODS,
            backends=[miniaudio.Backend[name] for name in names],
            app_name="Kind Heart",
        )
        device.start(_pieces(fill))
    except miniaudio.MiniaudioError as error:
        raise SoundUnavailableError(NO_DEVICE) from error
    return cast("Close", device.close)


def look_for_output() -> str:
    """Return why nothing could be heard on this computer, as one sentence; empty if all is well."""
    try:
        open_output(lambda frames: np.zeros(frames, np.float32))()
    except SoundUnavailableError as error:
        return str(error)
    return ""


def _pieces(fill: Fill) -> Generator[bytes, int]:
    """Return a generator that stands ready to be sent how many samples are wanted."""
    ready = _answer(fill)
    next(ready)
    return ready


def _answer(fill: Fill) -> Generator[bytes, int]:
    frames = yield b""
    try:
        while True:
            frames = yield fill(frames).tobytes()
    except Exception:  # the library would print it
        log.exception("The sound could not be rendered; it stays quiet.")


@cache
def _quieten_alsa() -> object:
    """Keep ALSA from writing to the terminal; return what must live as long as it does."""
    kind = ctypes.CFUNCTYPE(
        None, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p
    )
    ignore = kind(lambda *_told: None)
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL("libasound.so.2").snd_lib_error_set_handler(ignore)
    return ignore
