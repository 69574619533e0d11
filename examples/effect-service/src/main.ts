/** Asks for many checksums at a time, more than the service takes, and tries again when it is overloaded. */
import { goparkLayer } from "@gopark/effect";
import { Effect, Schedule } from "effect";
import { Hasher } from "./hasher.js";

const texts = Array.from({ length: 200 }, (_, i) => `message ${i} `.repeat(1000));

const program = Effect.gen(function* () {
  const hasher = yield* Hasher;
  let refused = 0;
  const sums = yield* Effect.forEach(
    texts,
    (text) =>
      hasher.hash(text).pipe(
        Effect.tapError(() => Effect.sync(() => refused++)),
        Effect.retry(Schedule.spaced("1 millis")),
      ),
    { concurrency: 32 },
  );
  console.log(`${sums.length} checksums by 4 workers, ${refused} times refused`);
});

await Effect.runPromise(Effect.provide(program, [Hasher.layer({ workers: 4, waiting: 8 }), goparkLayer]));
