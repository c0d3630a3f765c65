// Tests of SpotScheduler.
