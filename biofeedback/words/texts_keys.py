"""Every key and what it is for, as the card of keys tells it."""

from __future__ import annotations

TITLE = "Keys"
CLOSE = "Esc, Enter or any letter takes this card away; the arrows scroll it."
KEYS_CHIP = "Keys"
LESS_MOTION, ALL_MOTION = "Less motion in a practice.", "Things may move in a practice."
ONE_THING, ALL_THINGS = "One thing at a time in a practice.", "Everything is shown in a practice."
TYPE_SIZE = "Type at {} %"
KEYS = {
    "In a practice": (
        ("Space", "pause, and go on"),
        ("H", "hide the numbers, or show them"),
        ("E", "eyes closed: a calm screen; sound leads, if it is on"),
        ("M", "sound on or off"),
        ("N", "on to the next part"),
        ("L", "stay a minute longer; Shift L takes it back"),
        ("G", "a gentler pace; Shift G brings the first one back"),
        ("O", "your own rhythm"),
        ("Q", "end gently"),
        ("Esc", "stop at once, and come back to the ground; again: home"),
    ),
    "In a replay": (
        ("Space", "hold time, and let it run"),
        ("←  →", "a beat back, a beat on"),
        ("Page ↑  Page ↓", "ten seconds back, ten seconds on"),
        ("Ctrl ←  Ctrl →", "to the part before, to the next"),
        ("Home  End", "to the first and the last moment"),
        ("+  −", "faster, and slower"),
    ),
    "Everywhere": (
        ("Backspace", "back to the screen before, outside a practice"),
        ("F6", "less motion"),
        ("F7", "one thing at a time"),
        ("F11", "the full screen"),
        ("Ctrl +  Ctrl −", "larger type, and smaller"),
        ("F1 or ?", "this card"),
    ),
    "Looking back": (
        ("/", "search"),
        ("Enter", "open a sitting"),
        ("R", "play it again"),
        ("C", "compare two stretches of it"),
        ("N", "name it, tag it, change its notes, take a copy"),
        ("Del", "delete it"),
        ("I", "import recordings"),
    ),
    "At home": (
        ("H", "look back"),
        ("K", "keep it up"),
        ("Ctrl ,", "settings"),
    ),
}
