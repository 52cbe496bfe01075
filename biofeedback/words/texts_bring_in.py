"""Every sentence of bringing in what other programs recorded."""

from __future__ import annotations

from biofeedback.importers.told import LEAVE_OUT, NAME_TICKS, NAME_UNIT

BRING_IN = "Import …"
CHOOSE = "Recordings of other programs"
LOOKING, KEEPING = "Looking what is in them …", "Bringing them in …"
LEAD = "Please look whether the heart rate is yours: in another unit it would be another one."
UNIT = "The intervals are in"
AS_IT_LOOKS = "As they look"
KEEP, LEAVE, TO_THE_LIST = "Bring in", "Leave it", "To your sittings"
LEFT_OUT = "Left out"
NAME_IT = {
    NAME_TICKS: "choose 1/1024 s below",
    NAME_UNIT: "choose its unit below",
    LEAVE_OUT: f"choose “{AS_IT_LOOKS}” below",
}
NAME_IT_AFTERWARDS = {
    NAME_TICKS: "delete that sitting, and import the file once more, in 1/1024 s",
    NAME_UNIT: "import it once more, and choose its unit",
    LEAVE_OUT: "import it once more, as it looks",
}
"""What a file asks for, while the units stand below it, and once what could be kept is kept."""
ALREADY = "It was brought in before, and stays as it is."


def found(recordings: int) -> str:
    """Return how many recordings can be brought in."""
    if not recordings:
        return "There is nothing new to bring in"
    return "One recording" if recordings == 1 else f"{recordings} recordings"


def kept(recordings: int) -> str:
    """Return how many were brought in."""
    if not recordings:
        return "Nothing new was brought in"
    many = "One recording is" if recordings == 1 else f"{recordings} recordings are"
    return f"{many} among your sittings now"
