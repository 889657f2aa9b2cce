"""Stand-ins for the ports that pass the same contract suites as the real adapters."""
