/** Twin of 109-select-fifo. */
import { chan, go, gosched, main } from "@gopark/core";
import { select, trySelect } from "@gopark/select";
import { println } from "../../src/fmt.js";
import { untimed } from "../../src/untimed.js";

main(function* () {
  yield* gosched();
  const c = chan<number>();
  const d = chan<number>();
  const log = chan<string>(8);
  go(function* () {
    // A: first in both lines
    const r = yield* select({ c: c.recv(), d: d.recv() });
    yield* log.send(`A got ${r.value} from ${r.case}`);
  });
  yield* gosched();
  go(function* () {
    // B: second in c's line
    yield* log.send(`B got ${yield* c.recv()} from c`);
  });
  yield* gosched();

  yield* c.send(1); // to A
  // A has not run yet, but it is served
  const other = trySelect([d.send(2)]) === undefined ? "nobody waits for d" : "BUG: A took two values";
  yield* c.send(3); // to B
  const first = yield* log.recv();
  println(other);
  println(first);
  println(yield* log.recv());

  // the other way round: parked senders
  go(function* () {
    const r = yield* select({ c: c.send(10), d: d.send(11) });
    yield* log.send(`first sender: ${r.case}`);
  });
  yield* gosched();
  go(function* () {
    yield* d.send(20);
    yield* log.send("second sender: d");
  });
  yield* gosched();
  println(yield* d.recv(), yield* d.recv());
  const left = trySelect([c.recv()]);
  if (left !== undefined) println("BUG:", left[1]);
  else println("nothing left in c");
  const [a, b] = [yield* log.recv(), yield* log.recv()].sort();
  println(`${a},`, b);
}, untimed);
