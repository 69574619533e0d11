/**
 * A service of Effect whose work is done by goroutines: so many workers, so many jobs that may wait, and an error for
 * those that are too many.
 *
 *   H1  At most `workers` jobs are worked on, and `waiting` jobs wait; a further one fails at once.
 *   H2  When the scope of the layer closes, accepted jobs are still done; then the workers end, and only then is the
 *       scope closed.
 *   H3  A request that is interrupted leaves nobody waiting: its reply has a place to go to, and is forgotten there.
 */
import { chan, type Go, type Context as GoContext, type RecvChan, type SendChan } from "@gopark/core";
import { goScoped, toEffect } from "@gopark/effect";
import { Context, Data, Effect, Layer, type Scope } from "effect";
import { checksum } from "./checksum.js";

/** All places are taken: try again later. */
export class Overloaded extends Data.TaggedError("Overloaded")<{ readonly waiting: number }> {}

/** What the service can hold. */
export interface Limits {
  /** Goroutines that work. */
  readonly workers: number;
  /** Jobs that may wait for one. */
  readonly waiting: number;
}

/** A request on its way to a worker. */
interface Job {
  readonly text: string;
  /** Has room for the one reply: a worker never waits for who asked (H3). */
  readonly reply: SendChan<number>;
}

/** Computes checksums. */
export class Hasher extends Context.Service<
  Hasher,
  { readonly hash: (text: string) => Effect.Effect<number, Overloaded> }
>()("Hasher") {
  /** The service with its goroutines, for as long as the layer is in use. */
  static layer(limits: Limits): Layer.Layer<Hasher> {
    return Layer.effect(Hasher, make(limits));
  }
}

function* worker(_ctx: GoContext, jobs: RecvChan<Job>): Go {
  yield* jobs.range(function* ({ text, reply }) {
    yield* reply.send(yield* checksum(text));
  });
}

function make({ workers, waiting }: Limits): Effect.Effect<Hasher["Service"], never, Scope.Scope> {
  return Effect.gen(function* () {
    const jobs = chan<Job>(waiting);
    for (let i = 0; i < workers; i++) yield* goScoped(worker, jobs);
    // Finalizers run in reverse: first no more jobs, then the scope waits for each worker (H2).
    yield* Effect.addFinalizer(() => Effect.sync(() => jobs.close()));
    return {
      hash: (text: string) =>
        Effect.suspend(() => {
          const reply = chan<number>(1);
          if (!jobs.trySend({ text, reply })) return Effect.fail(new Overloaded({ waiting }));
          return toEffect(reply.recv().map((sum) => sum as number));
        }),
    };
  });
}
