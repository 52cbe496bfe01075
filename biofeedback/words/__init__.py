"""The words on screen, in the terminal and in reports: in one place, to be read and weighed."""
