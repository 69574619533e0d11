/**
 * A select of one's own, for tests that stand in lines without one.
 */
import type { G } from "../src/runtime/g.js";
import { type Selecting, Sudog } from "../src/runtime/sudog.js";

/** An outermost select of `g` that calls `fired` when one of its cases happens, and admits it or not. */
export function selecting(g: G, fired: (sudog: Sudog) => void, isOpen = true): Selecting {
  return { owner: new Sudog(g, null), fired, admits: () => isOpen };
}
