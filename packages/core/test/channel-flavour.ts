/**
 * A kind of channel, as the channel contract sees it, and what the cases of the contract share.
 */
import { expect } from "vitest";
import type { Chan } from "../src/chan.js";
import { RuntimeError } from "../src/errors.js";
import type { Go, Op } from "../src/op.js";
import { runAlone } from "./run-long.js";
import { settle } from "./settle.js";

/** One kind of channel under test. */
export interface Flavour {
  /** Capacity of the channels that `make` makes. */
  readonly cap: number;
  make<T>(): Chan<T>;
  /** Whether values arrive as copies: only primitives are the same on both sides. */
  readonly copies?: boolean;
  /** Runs a program. By default a deadlock in it fails the test at once. */
  run?<T>(main: () => Go<T>): Promise<T>;
  /** Waits until all other goroutines are parked or dead. */
  settle?(): Go;
}

/** A flavour with its defaults filled in. */
export interface Bench extends Required<Flavour> {
  /** Makes a channel that holds 0 to cap - 1. */
  full(): Chan<number>;
}

/** Fills in the defaults of a flavour. */
export function benchOf(flavour: Flavour): Bench {
  const full = (): Chan<number> => {
    const ch = flavour.make<number>();
    for (const v of upTo(flavour.cap)) expect(ch.trySend(v)).toBe(true);
    return ch;
  };
  return { run: runAlone, settle, copies: false, ...flavour, full };
}

/** The integers from 0 up to, but not including, `n`. */
export function upTo(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i);
}

/** What performing an operation throws; undefined if it does not. */
export function* thrownBy(op: Op<unknown>): Go<unknown> {
  try {
    yield* op;
  } catch (error) {
    return error;
  }
  return undefined;
}

/** The panic of a send on a closed channel, which gives `value` back. */
export function expectClosedSend(error: unknown, value: unknown): void {
  expect(error).toBeInstanceOf(RuntimeError);
  expect(error).toMatchObject({ message: "send on closed channel", value });
}
