"""Recordings of other programs, told apart by content."""
