/** The kit's front door: the simulator for use inside a test process. The other parts have doors of their own. */
export * from './simulator/index.ts'
