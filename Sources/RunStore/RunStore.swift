// RunStore: see docs/architecture.md.
