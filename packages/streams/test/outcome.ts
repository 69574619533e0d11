/**
 * What a pipeline comes to, in gopark and in RxJS, in one form.
 */
import { numGoroutine } from "@gopark/core";
import type { Observable } from "rxjs";
import { forEach } from "../src/for-each.js";
import { pipe } from "../src/pipe.js";
import type { Operator } from "../src/stage.js";
import { StreamError } from "../src/stream-error.js";

/** The values that came, and the error that ended them, in a box. */
export interface Outcome {
  readonly values: readonly unknown[];
  readonly error?: { readonly cause: unknown };
}

/** Runs a pipeline. Throws if it leaves a goroutine behind, or fails with anything but a StreamError. */
export async function outcomeOf(source: any, ...stages: readonly Operator<any, any>[]): Promise<Outcome> {
  const values: unknown[] = [];
  const before = numGoroutine();
  let error: Outcome["error"];
  try {
    // Of any length, as none of its types is.
    await (pipe as any)(
      source,
      ...stages,
      forEach((value) => void values.push(value)),
    );
  } catch (caught) {
    if (!(caught instanceof StreamError)) throw caught;
    error = { cause: caught.cause };
  }
  const left = numGoroutine() - before;
  if (left !== 0) throw new Error(`${left} goroutines left`);
  return error === undefined ? { values } : { values, error };
}

/** Subscribes to an Observable that gives all it has at once. */
export function outcomeOfRx(observable: Observable<unknown>): Outcome {
  const values: unknown[] = [];
  let error: Outcome["error"];
  let isOver = false;
  observable.subscribe({
    next: (value) => void values.push(value),
    error: (cause) => {
      error = { cause };
      isOver = true;
    },
    complete: () => {
      isOver = true;
    },
  });
  if (!isOver) throw new Error("the Observable has not completed");
  return error === undefined ? { values } : { values, error };
}
