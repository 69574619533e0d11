/** Twin of 106-select-loses-nothing. */
import { chan, func, go, main } from "@gopark/core";
import { select } from "@gopark/select";
import { Mutex, WaitGroup } from "@gopark/sync";
import { println } from "../../src/fmt.js";

const producers = 4;
const each = 500;

main(function* () {
  const a = chan<number>();
  const b = chan<number>(2);
  const sending = new WaitGroup();
  const receiving = new WaitGroup();
  for (let p = 0; p < producers; p++) {
    sending.add(1);
    go(
      func(function* (fn, first: number) {
        fn.defer(() => sending.done());
        for (let i = 0; i < each; i++) yield* select([a.send(first + i), b.send(first + i)]);
      }),
      p * each,
    );
  }
  const quit = chan<boolean>();
  const mu = new Mutex();
  const seen = new Map<number, number>();
  const note = (v: number): void => {
    seen.set(v, (seen.get(v) ?? 0) + 1);
  };
  for (let r = 0; r < 3; r++) {
    receiving.add(1);
    go(
      func(function* (fn) {
        fn.defer(() => receiving.done());
        for (;;) {
          const r = yield* select({ a: a.recv(), b: b.recv(), quit: quit.recv() });
          if (r.case === "quit") return;
          yield* mu.lock();
          note(r.value as number);
          mu.unlock();
        }
      }),
    );
  }
  yield* sending.wait();
  quit.close();
  yield* receiving.wait();
  while (b.len > 0) note((yield* b.recv()) as number);
  const once = [...seen.values()].filter((n) => n === 1).length;
  println("values", seen.size, "seen once", once);
});
