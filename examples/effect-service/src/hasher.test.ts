import { run } from "@gopark/core";
import { goparkLayer } from "@gopark/effect";
import { Effect, Exit, Fiber } from "effect";
import { describe, expect, it } from "vitest";
import { checksum } from "./checksum.js";
import { Hasher, Overloaded } from "./hasher.js";

/** Runs a program with the service. */
function withHasher<A, E>(
  limits: { workers: number; waiting: number },
  body: (hash: Hasher["Service"]["hash"]) => Effect.Effect<A, E>,
): Promise<A> {
  const program = Effect.flatMap(Hasher, ({ hash }) => body(hash));
  return Effect.runPromise(Effect.provide(program, [Hasher.layer(limits), goparkLayer]));
}

const long = "x".repeat(50_000);

describe("the hasher", () => {
  it("answers each request with its own checksum", async () => {
    const texts = Array.from({ length: 20 }, (_, i) => `text ${i}`);
    const sums = await withHasher({ workers: 3, waiting: 20 }, (hash) =>
      Effect.forEach(texts, hash, { concurrency: "unbounded" }),
    );
    expect(sums).toEqual(await Promise.all(texts.map((text) => run(() => checksum(text)))));
  });

  it("H1 refuses what is too much, at once, and takes it again when there is room", async () => {
    const exits = await withHasher({ workers: 1, waiting: 2 }, (hash) =>
      Effect.gen(function* () {
        const many = yield* Effect.all(
          Array.from({ length: 10 }, () => Effect.exit(hash(long))),
          { concurrency: "unbounded" },
        );
        return [...many, yield* Effect.exit(hash(long))];
      }),
    );
    const refused = exits.filter(Exit.isFailure);
    expect(refused.length).toBeGreaterThanOrEqual(7);
    expect(refused[0]).toEqual(Exit.fail(new Overloaded({ waiting: 2 })));
    expect(Exit.isSuccess(exits.at(-1) as Exit.Exit<number>)).toBe(true);
  });

  it("H2 does what it has accepted before its layer is closed", async () => {
    const replies: number[] = [];
    const requests = await withHasher({ workers: 1, waiting: 4 }, (hash) =>
      Effect.gen(function* () {
        const ask = Effect.map(hash(long), (sum) => replies.push(sum));
        const fibers = yield* Effect.forEach([1, 2, 3], () =>
          Effect.forkDetach(ask, { startImmediately: true }),
        );
        expect(replies).toEqual([]);
        return fibers;
      }),
    );
    await Effect.runPromise(Fiber.joinAll(requests));
    expect(new Set(replies)).toEqual(new Set([await run(() => checksum(long))]));
    expect(replies).toHaveLength(3);
  });

  it("H3 goes on after a request was interrupted", async () => {
    const sum = await withHasher({ workers: 1, waiting: 4 }, (hash) =>
      Effect.gen(function* () {
        for (let i = 0; i < 3; i++) {
          const fiber = yield* Effect.forkChild(hash(long), { startImmediately: true });
          yield* Effect.yieldNow;
          yield* Fiber.interrupt(fiber);
        }
        return yield* hash("after");
      }),
    );
    expect(sum).toBe(await run(() => checksum("after")));
  });
});
