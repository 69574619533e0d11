/** Twin of 179-sync-map-once-per-key. */
import { func, type Go, go, main, sleep } from "@gopark/core";
import { Int32, Int64, Once, SyncMap, WaitGroup } from "@gopark/sync";
import { println } from "../../src/fmt.js";

class Entry {
  readonly once: Once = new Once();
  value = 0;
}

main(function* () {
  const m = new SyncMap<number, Entry>();
  const made = new Int32();
  const stored = new Int32();
  function* get(key: number): Go<number> {
    const [got, loaded] = m.loadOrStore(key, new Entry());
    if (!loaded) stored.add(1);
    yield* got.once.do(function* () {
      made.add(1);
      yield* sleep(5);
      got.value = 100 + key;
    });
    return got.value;
  }
  const wg = new WaitGroup();
  const sum = new Int64();
  for (let i = 0; i < 60; i++) {
    wg.add(1);
    go(
      func(function* (fn, i: number) {
        fn.defer(() => wg.done());
        sum.add(BigInt(yield* get(i % 6)));
      }),
      i,
    );
  }
  yield* wg.wait();
  println("stored", stored.load(), "made", made.load(), "sum", sum.load());
});
