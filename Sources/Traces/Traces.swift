// Traces: see docs/architecture.md.
