/**
 * The race that locks are for: 5,000 goroutines on all cores add 1 to a counter.
 *
 *     node dist/main.js
 */
import { type Go, go } from "@gopark/core";
import { i32, main, numCPU, shared, sharedChan } from "@gopark/workers";
import { adder, atomic, locked, sent, unguarded } from "./counters.js";

/** How many goroutines add 1 each. */
const GOROUTINES = 5000;

/** Starts all goroutines of one kind, and waits for them. */
function* all(start: (done: shared.WaitGroup) => void): Go {
  const done = new shared.WaitGroup();
  done.add(GOROUTINES);
  for (let i = 0; i < GOROUTINES; i++) start(done);
  yield* done.wait();
}

/** Prints how a way of counting ended. */
function report(way: string, counter: number): void {
  const lost = GOROUTINES - counter;
  console.log(
    `${way.padEnd(14)} ${String(counter).padStart(5)}${lost > 0 ? `  (${lost} updates lost)` : ""}`,
  );
}

main(
  function* () {
    let counter = new shared.Int32();
    yield* all((done) => go(unguarded, counter, done));
    report("no lock", counter.load());

    counter = new shared.Int32();
    const mutex = new shared.Mutex();
    yield* all((done) => go(locked, counter, done, mutex));
    report("shared.Mutex", counter.load());

    counter = new shared.Int32();
    yield* all((done) => go(atomic, counter, done));
    report("shared.Int32", counter.load());

    const amounts = sharedChan(64, i32);
    const total = go(adder, amounts);
    yield* all((done) => go(sent, amounts, done));
    amounts.close();
    report("shared channel", yield* total.join());
  },
  { procs: Math.max(2, numCPU()) },
);
