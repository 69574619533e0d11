/** Twin of 11-nil-channels: nilChan() is the nil channel; a null case is one whose channel is nil. */
import { chan, func, go, main, nilChan } from "@gopark/core";
import { select, trySelect } from "@gopark/select";
import { println } from "../../src/fmt.js";

main(function* () {
  const nilch = nilChan<number>();
  println("len", nilch.len, "cap", nilch.cap, nilch === nilChan());
  const chosen = trySelect([nilch.recv(), nilch.send(1)]);
  if (chosen === undefined) println("neither send nor receive on nil is ever ready");
  else println("BUG", chosen);
  yield* func((fn) => {
    fn.defer(() => println("close:", fn.recover()));
    nilch.close();
  })();

  let a = chan<number>();
  let b = chan<number>();
  go(
    func(function* (fn) {
      const own = a;
      fn.defer(() => own.close());
      for (const v of [1, 3, 5]) yield* own.send(v);
    }),
  );
  go(
    func(function* (fn) {
      const own = b;
      fn.defer(() => own.close());
      for (const v of [2, 4]) yield* own.send(v);
    }),
  );
  const got: number[] = [];
  let closed = 0;
  while (a !== nilch || b !== nilch) {
    const [i, [v, ok]] = yield* select([a.recvOk(), b.recvOk()]);
    if (ok) {
      got.push(v);
      continue;
    }
    if (i === 0) a = nilch;
    else b = nilch;
    closed++;
  }
  got.sort((x, y) => x - y);
  println("merged", got, "closed", closed);

  // toggling a send case: only offer when there is something to send
  const out = chan<string>();
  const done = chan<string[]>();
  go(function* () {
    const r: string[] = [];
    yield* out.range((s) => {
      r.push(s);
    });
    yield* done.send(r);
  });
  const queue = ["x", "y"];
  while (queue.length > 0) {
    const [head] = queue;
    yield* select([head === undefined ? null : out.send(head)]);
    queue.shift();
  }
  out.close();
  println("queued", yield* done.recv());
});
