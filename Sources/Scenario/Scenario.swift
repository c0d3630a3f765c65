// Scenario: see docs/architecture.md.
