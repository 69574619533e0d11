/**
 * Twin of 132-fatal-lists-sleepers: a goroutine is held, or it might be collected before the report (D-05).
 */
import { chan, func, type Goroutine, go, Hour, main, sleep } from "@gopark/core";
import { Mutex } from "@gopark/sync";
import { println } from "../../src/fmt.js";
import { untimed } from "../../src/untimed.js";

const held: Goroutine<void>[] = [];

main(
  func(function* (fn) {
    fn.defer(() => println("BUG: a deferred call ran"));
    go(() => sleep(Hour));
    held.push(
      go(function* () {
        yield* chan<number>().recv();
      }),
    );
    go(() => {});
    yield* sleep(20);
    println("unlocking once too often");
    const mu = new Mutex();
    yield* mu.lock();
    mu.unlock();
    fn.defer(() => println("BUG: recovered", fn.recover()));
    mu.unlock();
  }),
  untimed,
);
