// FleetSimulation: see docs/architecture.md.
