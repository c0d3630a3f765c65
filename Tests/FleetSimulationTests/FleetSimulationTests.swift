// Tests of FleetSimulation.
