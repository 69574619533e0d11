/**
 * Takes SharedArrayBuffer away, on each thread before anything else is loaded, as in a page that is not cross-origin isolated.
 * Node's own module for threads looks for it when it is first used, so it is used before.
 */
require("node:worker_threads");
Reflect.deleteProperty(globalThis, "SharedArrayBuffer");
