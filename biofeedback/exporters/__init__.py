"""Sittings as files that other programs read; each format is a pure function of a recording."""

FORMATS = ("original", "kubios", "csv", "json", "bids", "edf")
SIMULATED = "simulated heart"  # what each format says where nobody's heart beat
SIMULATED_EQUIPMENT = SIMULATED.replace(" ", "_")  # in EDF+, whose header is parted by blanks
JSON_FORMAT = "kind-heart-biofeedback sitting, 1"  # by which a sitting as JSON is known
