"""The application: it alone knows the others, Qt, files and settings."""
