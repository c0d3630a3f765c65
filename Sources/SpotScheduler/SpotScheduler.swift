// SpotScheduler: see docs/architecture.md.
