// Tests of RunStore.
