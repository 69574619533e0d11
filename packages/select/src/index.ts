/**
 * Go's select over any operation, and what follows from it.
 *
 * @packageDocumentation
 */
export { all, race, TimeoutError, timeout } from "./combinators.js";
export { type Case, type CaseValue, type Selected, type SelectedAt, select, trySelect } from "./select.js";
