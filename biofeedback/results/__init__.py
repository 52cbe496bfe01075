"""What recordings come to: a sitting's summary, two stretches compared, a history of many."""
