/** Twin of 160-rwmutex-cache. */
import { chan, func, go, main } from "@gopark/core";
import { RWMutex, WaitGroup } from "@gopark/sync";
import { println } from "../../src/fmt.js";

const mu = new RWMutex();
const cache = new Map<number, number>();
let made = 0;

const get = func(function* (fn, k: number) {
  yield* mu.rLock();
  const v = cache.get(k);
  mu.rUnlock();
  if (v !== undefined) return v;
  yield* mu.lock();
  fn.defer(() => mu.unlock());
  const w = cache.get(k);
  if (w !== undefined) return w;
  made++;
  cache.set(k, k * k);
  return k * k;
});

main(function* () {
  const wg = new WaitGroup();
  const sums = chan<number>(20);
  for (let g = 0; g < 20; g++) {
    wg.add(1);
    go(
      func(function* (fn) {
        fn.defer(() => wg.done());
        let sum = 0;
        for (let k = 0; k < 50; k++) sum += yield* get(k % 10);
        yield* sums.send(sum);
      }),
    );
  }
  yield* wg.wait();
  sums.close();
  let total = 0;
  yield* sums.range((s) => {
    total += s;
  });
  println("total", total, "made", made);
});
