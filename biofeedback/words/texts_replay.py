"""Every sentence of the replay bar and of the screen that compares two stretches."""

from __future__ import annotations

from biofeedback.sitting import Phase

BAR = "Place in the recording"
BAR_KEYS = (
    "Left and right go from beat to beat, page up and page down ten seconds, with Ctrl from part "
    "to part, Home and End to the first and the last moment. Space holds time or lets it run, "
    "plus and minus change the speed."
)
STEPS = (("‹ beat", "One beat back", -1, "←"), ("beat ›", "One beat on", 1, "→"))
SPEEDS = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0)
NEXT_PART = "Next part"
NOTE = "note: {}"
COMPARE_TITLE = "Two stretches, side by side"
STRETCH_KEYS = (
    "Left and right move it by a second, page up and page down by ten, Home and End to the ends; "
    "plus and minus make both longer or shorter."
)
OTHER, OTHER_FOR = "Another recording …", "Another recording for the stretch {}"
LENGTH = "each {} chosen"
USED = "{}  ·  {:.0f} s of heartbeats"
LENGTHS = (
    ("− 10 s", "Ten seconds shorter", -10.0),
    ("+ 10 s", "Ten seconds longer", 10.0),
    ("+ 1 min", "One minute longer", 60.0),
)
NUMBERS_HIDDEN = "They are measured. H shows their numbers, whenever you like."
REFUSED_NEXT = (
    "Two stretches can be set side by side when both last a minute or more, nobody paced the "
    "breath, and nearly all heartbeats are clear. Drag a stretch to another place, or choose "
    "another recording."
)
PARTS = {
    Phase.READY: "finding the heart",
    Phase.REST_BEFORE: "rest before",
    Phase.LEAD_IN: "lead-in",
    Phase.PRACTICE: "practice",
    Phase.SETTLE: "settle",
    Phase.REST_AFTER: "rest after",
    Phase.LISTENING: "recording",
}
