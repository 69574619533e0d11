/**
 * A program of several Ps with no thread but M0: what other threads would take stays, and M0 runs it all.
 */
import type { BodyResult } from "@gopark/core";
import { host, startProgram } from "@gopark/core/internal";
import { current } from "../src/sched/current.js";
import { leaveM, startM0 } from "../src/sched/m.js";
import type { Machine } from "../src/sched/machine.js";
import { join, newMemory } from "../src/thread.js";

/** Longer than any test: goroutines change places where their operations say so, however busy the machine is. */
const SLICE = 1e9;

/** Runs a program in a memory of its own, as `run` does. */
export function runOnM0<T>(body: (machine: Machine) => BodyResult<T>, procs = 2, slice = SLICE): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    join(newMemory(1 << 22), 0);
    const settle =
      (f: (value: any) => void) =>
      (value: unknown): void => {
        if (current.machine !== null) leaveM(current.machine);
        f(value);
      };
    const sched = startProgram(() => body(machine), { slice }, settle(resolve), settle(reject));
    const machine = startM0(sched, procs);
  });
}

/** Calls `then` in a turn of the event loop in which `is` answers true. A slow machine may need several slices until then. */
export function whenIt(is: () => boolean, then: () => void): void {
  host.macrotask(() => {
    if (is()) then();
    else whenIt(is, then);
  });
}
