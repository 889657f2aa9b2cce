"""Faults: processes killed at any moment, carriers that misbehave, databases and disks that fail.

Everything runs for real: web servers, workers and the carrier are processes, and the carrier's own
log is the judge. ``docs/reliability.md`` says what is done and what came of it.
"""
