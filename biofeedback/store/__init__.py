"""What is kept: a sitting's file and its rows, written and read, and the list of them all."""
