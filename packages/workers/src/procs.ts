/**
 * How many Ps a program gets: what it asks for, else GOMAXPROCS of the environment, else one for each processor.
 */
import { wrong } from "@gopark/core/internal";
import { environment, numCPU } from "./cpus.js";
import { MAX_MS } from "./shm/layout.js";

/** Most Ps of a program: one for each M there can be, the monitor's place left out. */
export const MAX_PROCS: number = MAX_MS - 1;

/** Checks a number of Ps. `where` begins the text of the error. */
export function checkProcs(where: string, procs: unknown): number {
  if (Number.isInteger(procs) && (procs as number) >= 1 && (procs as number) <= MAX_PROCS)
    return procs as number;
  throw wrong(where, `an integer from 1 to ${MAX_PROCS}`, procs);
}

/** The number of Ps that an option asks for; undefined: the default. As in Go, a GOMAXPROCS that says nothing is ignored. */
export function procsOf(option: number | undefined): number {
  if (option !== undefined) return checkProcs("run: procs", option);
  const variable = environment("GOMAXPROCS") ?? "";
  const asked = /^\+?\d+$/.test(variable) ? Number(variable) : 0;
  return Math.min(asked > 0 ? asked : numCPU(), MAX_PROCS);
}
