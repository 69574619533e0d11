/** Twin of 105-select-closed-while-parked. */
import { chan, func, go, gosched, main } from "@gopark/core";
import { select, trySelect } from "@gopark/select";
import { println } from "../../src/fmt.js";
import { untimed } from "../../src/untimed.js";

main(function* () {
  yield* gosched();
  const c = chan<number>();
  const d = chan<number>();
  const result = chan<unknown>();
  go(
    func(function* (fn) {
      fn.defer(function* () {
        yield* result.send(fn.recover());
      });
      const r = yield* select({ c: c.send(1), d: d.recv() });
      println("BUG:", r.case);
    }),
  );
  yield* gosched();
  c.close();
  println("sender:", yield* result.recv());
  if (trySelect([d.send(5)]) !== undefined) println("BUG: somebody took it");
  else println("nobody waits for d");

  const e = chan<number>();
  go(function* () {
    const r = yield* select({ e: e.recvOk(), d: d.recv() });
    if (r.case === "e") {
      const [v = 0, ok] = r.value;
      yield* result.send(`${v} ${ok}`);
    } else println("BUG:", r.value);
  });
  yield* gosched();
  e.close();
  println("receiver:", yield* result.recv());
  if (trySelect([d.send(5)]) !== undefined) println("BUG: somebody took it");
  else println("nobody waits for d");
}, untimed);
