/**
 * Hubs: one source, several readers. Behind share, broadcast and partition.
 *
 *   H1  The source runs once for all readers, in goroutines of its own, in the program of the reader who came first.
 *   H2  A value goes to one reader after the other; who takes it late holds up the source and the other readers.
 *   H3  When the last reader has left, the source is cancelled, and that reader waits until all of it has ended.
 *   H4  What goes wrong in the source goes wrong for each reader. What is no StreamError has cancelled it from outside,
 *       and cancels whoever reads. A reader that is about to be cancelled as well waits for that.
 *   H5  Programs end, and their goroutines are dropped where they stand. If the source's does, readers in others fail; a
 *       reader whose program ends has left.
 */
import type { Go } from "@gopark/core";
import { type Code, MORE } from "./codes.js";
import { EachStep } from "./each-step.js";
import { ended } from "./engine.js";
import type { Outlet } from "./outlet.js";
import { Scope } from "./scope.js";
import type { Step } from "./step.js";
import { named, StreamError } from "./stream-error.js";

/** Starts the source, into a step and in its scope. */
export type Open = (last: Step) => void;

/** Chooses the reader of a value by number; null: all get it. */
export type Route = ((value: any, index: number) => number) | null;

/** One run of the source. */
export class Hub {
  /** Where the readers find their values. A new array with each change. */
  outlets: readonly Outlet[];
  /** How many readers have not left. */
  private readers: number;
  /** The goroutines of the source; null before it runs. */
  private scope: Scope | null = null;
  private readonly open: Open;
  private readonly route: Route;
  /** How many values have come. */
  private count = 0;
  /** Called when nobody can join any more: the source has ended, or (true) the last reader has left. */
  private readonly onOver: (hasLeft: boolean) => void;

  constructor(open: Open, route: Route, outlets: readonly Outlet[], onOver: (hasLeft: boolean) => void) {
    this.open = open;
    this.route = route;
    this.outlets = outlets;
    this.readers = outlets.length;
    this.onOver = onOver;
  }

  /** Adds a reader, and forgets those that have left. */
  join(outlet: Outlet): void {
    this.outlets = [...this.outlets.filter(({ hasLeft }) => !hasLeft), outlet];
    this.readers++;
  }

  /** Reads one of the outlets. */
  *read(outlet: Outlet, head: Step): Go<Code> {
    const { scope } = head.flow;
    const { told } = scope.drops;
    const reading = outlet.feed(head);
    this.scope ??= this.begin(new Scope(scope.sched));
    const source = this.scope;
    const onDrop = (): void => {
      outlet.leave();
      this.leave(source);
    };
    told.add(onDrop);
    try {
      const code = yield* reading;
      if (code === MORE && source.hasFailed) {
        const { error } = source;
        if (!(error instanceof StreamError)) scope.root.fail(error);
        yield* scope.tell(error);
      }
      return code;
    } finally {
      told.delete(onDrop);
      if (this.leave(source)) yield* scope.shield(source.gone.recv());
    }
  }

  /** A reader has left. Whether it was the last. */
  private leave(source: Scope): boolean {
    if (--this.readers > 0) return false;
    this.onOver(true);
    source.cancel();
    return true;
  }

  private begin(scope: Scope): Scope {
    const { sched } = scope;
    scope.onGone = () => {
      if (sched.isEnding || sched.hasEnded) scope.fail(named(ended("shared source"), "source"));
      for (const outlet of this.outlets) outlet.close();
      this.onOver(false);
    };
    scope.drops.told.add(() => scope.end());
    this.open(new EachStep(scope, "partition", (value) => this.send(value)));
    return scope;
  }

  /** Sends a value to its readers. */
  private *send(value: unknown): Go<void> {
    const { outlets, route } = this;
    const targets = route ? [outlets[route(value, this.count++)] as Outlet] : outlets;
    for (const outlet of targets) yield* outlet.send(value);
  }
}
