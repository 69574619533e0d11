/**
 * Origins: sources that know how they are read.
 */
import type { Go } from "@gopark/core";
import type { Code } from "./codes.js";
import type { Step } from "./step.js";

/** A source that drives a pipeline itself. */
export abstract class Origin {
  /** Pushes all its values; MORE at its end, STOP if it was told to stop. */
  abstract feed(head: Step): Go<Code>;
}

/** One that a function drives: a branch of another source, or of a generator. `explain` tells it by this name. */
export class Branch extends Origin {
  readonly feed: Origin["feed"];

  constructor(feed: Origin["feed"]) {
    super();
    this.feed = feed;
  }
}
