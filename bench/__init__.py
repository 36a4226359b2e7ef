"""Measures what a message costs: time, throughput, units, cold start, weight, money. `make bench`."""
