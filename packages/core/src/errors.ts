/**
 * The errors that programs and goroutines end with.
 */
export { Deadlock, FatalError, GoPanic, PanicNilError, PanicValue, RuntimeError } from "./runtime/gopanic.js";
export { report } from "./runtime/report.js";
