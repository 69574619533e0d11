/** Twin of 112-select-queue. */
import { chan, type Go, go, main, type RecvChan, type SendChan } from "@gopark/core";
import { select } from "@gopark/select";
import { println } from "../../src/fmt.js";

function* queue(input: RecvChan<number>, out: SendChan<number>): Go {
  const items: number[] = [];
  let longest = 0;
  let isOpen = true;
  while (isOpen || items.length > 0) {
    const head = items[0];
    const r = yield* select({
      input: isOpen ? input.recvOk() : null,
      out: head === undefined ? null : out.send(head),
    });
    if (r.case === "out") items.shift();
    else {
      const [v, ok] = r.value;
      if (ok) items.push(v);
      else isOpen = false;
      longest = Math.max(longest, items.length);
    }
  }
  println("longest", longest);
  out.close();
}

main(function* () {
  const input = chan<number>();
  const out = chan<number>();
  go(queue, input, out);
  for (let i = 0; i < 100; i++) yield* input.send(i); // never waits for a consumer
  println("all sent, first out", yield* out.recv());
  input.close();
  let next = 1;
  yield* out.range((v) => {
    if (v !== next) println("BUG: want", next, "got", v);
    next++;
  });
  println("last", next - 1);
});
