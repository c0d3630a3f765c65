// Placement: see docs/architecture.md.
