"""What stands where one kept sitting is named, tagged, and copied."""

from __future__ import annotations

TITLE = "This sitting"
MORE = "Name, copy …"
MORE_OF_IT = "Name, notes …"  # where a copy is not what one looks for
NAME, NAME_HINT = "Its name", "as you like to call it"
TAGS, TAGS_HINT = "Tags", "parted by commas, such as: morning, outdoors"
NOTES, NOTE_OF = "Your notes", "Your note {}"
NOTE_GONE = "empty: this note is taken back"
EARLIER = "Earlier notes: {}; `biofeedback sessions show` has them all."
COPY = "A copy"
FORMATS = ("As it is", "Kubios", "Table", "JSON", "EDF+")
EXPORT, EXPORTED = "Export …", "The copy is in {}."
KEEP, CANCEL = "Keep", "Cancel"
NOT_LAST = "“last” always means the latest sitting: choose another name."
