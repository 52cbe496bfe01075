"""Many recordings at once: measured in order, on one core or on a cluster, into one table."""
