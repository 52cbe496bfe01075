"""What stands where one kept sitting is named, tagged, and copied."""

from __future__ import annotations

TITLE = "This sitting"
MORE = "Name, copy …"
NAME, NAME_HINT = "Its name", "as you like to call it"
TAGS, TAGS_HINT = "Tags", "parted by commas, such as: morning, outdoors"
NOTED = "You noted: {}"
COPY = "A copy"
FORMATS = ("As it is", "Kubios", "Table", "JSON", "EDF+")
EXPORT, EXPORTED = "Export …", "The copy is in {}."
KEEP, CANCEL = "Keep", "Cancel"
NOT_LAST = "“last” always means the latest sitting: choose another name."
