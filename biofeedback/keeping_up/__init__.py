"""What helps to keep a practice up: paths over weeks, and reminders by the desktop."""
