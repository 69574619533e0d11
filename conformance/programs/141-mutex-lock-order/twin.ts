/**
 * Twin of 141-mutex-lock-order: the goroutines are held, or they might be collected before the report
 * (D-05).
 */
import { func, type Goroutine, go, main, sleep } from "@gopark/core";
import { Mutex, WaitGroup } from "@gopark/sync";
import { println } from "../../src/fmt.js";
import { untimed } from "../../src/untimed.js";

const held: Goroutine<void>[] = [];

main(function* () {
  const a = new Mutex();
  const b = new Mutex();
  const wg = new WaitGroup();
  const both = func(function* (fn, first: Mutex, second: Mutex) {
    fn.defer(() => wg.done());
    yield* first.lock();
    fn.defer(() => first.unlock());
    yield* sleep(20);
    yield* second.lock();
    println("BUG: took both");
    second.unlock();
  });
  wg.add(2);
  held.push(go(both, a, b), go(both, b, a));
  println("transfer both ways");
  yield* wg.wait();
}, untimed);
