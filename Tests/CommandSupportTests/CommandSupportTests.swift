// Tests of CommandSupport.
