// SimulationKernel: see docs/architecture.md.
