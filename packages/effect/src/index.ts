/**
 * Effect and gopark, both ways: effects in goroutines, channels in effects, one scheduler for both.
 *
 * @packageDocumentation
 */
export { EffectFailure } from "./effect-op.js";
export { goScoped } from "./go-scoped.js";
export { goparkLayer, goparkScheduler } from "./program.js";
export { fromQueue, toQueue } from "./queue.js";
export { fromStream, toStream } from "./stream.js";
export { toEffect } from "./to-effect.js";
export { exit, fromEffect, runFork } from "./yield-effect.js";
