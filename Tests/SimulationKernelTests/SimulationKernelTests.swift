// Tests of SimulationKernel.
