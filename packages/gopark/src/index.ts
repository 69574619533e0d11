/**
 * Go's concurrency for TypeScript in one import: everything of `@gopark/core`, `@gopark/select` and `@gopark/sync`.
 *
 * @packageDocumentation
 */
export * from "@gopark/core";
export * from "@gopark/select";
export * from "@gopark/sync";
