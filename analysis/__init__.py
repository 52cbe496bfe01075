"""Numbers from RR intervals, usable from a notebook without the rest of the program."""
