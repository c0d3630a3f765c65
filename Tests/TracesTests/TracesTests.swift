// Tests of Traces.
