/** Twin of 72-close-wakes-in-order: catch stands for recover. */
import { chan, go, gosched, main } from "@gopark/core";
import { println } from "../../src/fmt.js";
import { untimed } from "../../src/untimed.js";

main(function* () {
  yield* gosched();

  const receivers = chan<number>();
  let woke: number[] = [];
  for (let i = 0; i < 6; i++) {
    go(function* () {
      const [v, ok] = yield* receivers.recvOk();
      if (v !== undefined || ok) throw "BUG: a close has no value";
      woke.push(i);
    });
    yield* gosched(); // in line as 0 1 2 3 4 5
  }
  receivers.close();
  println("close returned, woken so far", woke.length);
  while (woke.length < 6) yield* gosched();
  println("receivers", woke);

  const senders = chan<number>(1);
  yield* senders.send(42);
  woke = [];
  const reasons: unknown[] = [];
  for (let i = 0; i < 6; i++) {
    go(function* () {
      try {
        yield* senders.send(i);
      } catch (error) {
        reasons.push(error);
        woke.push(i);
      }
    });
    yield* gosched();
  }
  senders.close();
  while (woke.length < 6) yield* gosched();
  println("senders", woke);
  for (const r of reasons) println(r);
  for (let i = 0; i < 2; i++) {
    const [v = 0, ok] = yield* senders.recvOk();
    println("left in the buffer:", v, ok);
  }
}, untimed);
