"""The application: it alone knows the others, Qt, files and settings."""

__version__ = "0.1.0"
