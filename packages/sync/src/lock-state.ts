/**
 * The states of the locks. A file of its own, which imports nothing: bundlers then write the numbers.
 */

/** Of a mutex: somebody holds it. */
export const LOCKED = 1;
/** Of a mutex: starvation mode. */
export const STARVING = 2;
/** Of a mutex: who was woken gets it. */
export const HANDED = 4;
/** Who has lost for longer makes a mutex starving, in microseconds. */
export const PATIENCE = 1000;

/** Phase of an RWMutex: no writer. */
export const NO_WRITER = 0;
/** Phase of an RWMutex: a writer waits for the readers inside. */
export const PENDING = 1;
/** Phase of an RWMutex: a writer was let in by the one before, and has yet to run. */
export const ADMITTED = 2;
/** Phase of an RWMutex: a writer is inside, or was let in by the last reader. */
export const WRITING = 3;
