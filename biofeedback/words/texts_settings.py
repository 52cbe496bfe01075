"""Every sentence of the settings, of what the program is, and of the very first start."""

from __future__ import annotations

from dataclasses import dataclass

SETTINGS, TITLE = "Settings", "As you like it"
BACK = "Back"
OFF, ON = "Off", "On"
SWITCH = (OFF, ON)

LOOK = "How it looks"
THEME = "Light"
THEMES = (("system", "As the desktop"), ("dark", "Dark"), ("light", "Light"))
TEXT_SIZE, PERCENT = "Type", "{} %"
LESS_MOTION = "Less motion"
ONE_THING = "One thing at a time"
HIDE_NUMBERS = "Hide the numbers"

HEARD = "What is heard"
SOUND = "Sound"
TONES, BELLS, VOICE = "Tones with the breath", "Bells", "A voice for the phrases"
VOLUMES = ((0, OFF), (30, "Soft"), (60, "Medium"), (100, "Full"))

AROUND = "Around a practice"
CHECK_IN = "Ask how it is inside"
LOST = "If the strap is lost"
WHEN_LOST = ((False, "Go on"), (True, "Wait for it"))
WORDS_IN = "Practices, voice and ground in"
WORDS_ELSE = (
    "Buttons, the questions before and after, numbers, words of strap and disk, and all that looks "
    "back are in English."
)
LANGUAGES = (("en", "English"), ("de", "Deutsch"))

HEAVY = "If it gets heavy"
REGION = "Where you are"
REGION_NAMES = {
    "": "I’d rather not say",
    "eu": "EU, CH, NO, IS",
    "gb": "United Kingdom",
    "us-ca": "USA, Canada",
    "au": "Australia",
    "nz": "New Zealand",
}
REACH_OUT = "Somebody you would call, in your own words; it stands where help is named."
REACH_OUT_FULL = "There is room for {} letters, and they are used up."
REACH_OUT_HINT = "A friend, a helpline, your therapist"

KEPT = "What is kept"
KEPT_IN = "Your sittings lie in {}. They are yours alone and go nowhere by themselves."
OTHER_FOLDER = "Choose another …"
FROM_NOW_ON = "From now on they go there. Those until now stay where they are."
OPEN_FOLDER, EXPORT, DELETE = "Open the folder", "Export everything …", "Delete everything …"
EXPORT_NAME, EXPORT_KINDS = "my-sittings.zip", "Zip (*.zip)"
EXPORTING = "Putting everything into {} …"
EXPORTED = "Everything lies in {} now."
EXPORTED_BUT = "{} holds all but {} of your sittings: {}"
NOTHING_KEPT = "No sitting is kept yet."
DELETE_TITLE = "Delete all {} sittings for good?"
DELETE_ONE_TITLE = "Delete the one sitting there is, for good?"
DELETE_MEANS = "Nothing of them stays, and nothing brings them back. An export, made before, stays."
DELETE_YES, DELETE_NO = "Delete everything", "Keep them"
DELETED = "Nothing is kept any more."

ABOUT = "About Kind Heart"
VERSION = "Version {}. MIT licence; the window uses Qt (LGPL-3), and neurokit2 measures."
PRIVATE = (
    "It sends nothing anywhere. Your strap, though, can be read by anyone near while you wear it."
)


@dataclass(frozen=True, slots=True)
class Greeting:
    """A question of the first start: what is said, asked, answered, and how it changes later."""

    title: str
    words: tuple[str, ...]
    question: str
    answers: tuple[str, str]
    later: str


QUIETLY, WITH_NUMBERS = "Quietly", "With numbers"
GREET_NUMBERS = Greeting(
    "Welcome",
    (
        "A few minutes of kindness, a slow breath, and your own heart to see.",
        "A chest strap shows how it answers. Without one you practise, and nothing is measured.",
    ),
    "Some settle more easily without numbers. How would you like to begin?",
    (QUIETLY, WITH_NUMBERS),
    "H shows or hides them at any time; everything is kept either way.",
)
HEAR_IT = "Hear one breath"
IN_SILENCE, WITH_SOUND = "In silence", "With sound"
GREET_SOUND = Greeting(
    "For closed eyes",
    ("A tone can rise and fall with the breath, and a soft bell tell what comes next.",),
    "Would you like to hear them?",
    (IN_SILENCE, WITH_SOUND),
    "M switches sound on or off in any practice. Nothing is heard that you did not ask for.",
)
STRAP_LATER, STRAP_NOW = "Later", "Look for it now"
GREET_STRAP = Greeting(
    "Your heart",
    ("A chest strap that is worn and moistened is found by itself, and remembered.",),
    "Do you have one with you?",
    (STRAP_LATER, STRAP_NOW),
    "You are asked again when you begin, and a practice is whole without one.",
)
