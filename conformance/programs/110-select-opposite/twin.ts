/** Twin of 110-select-opposite. */
import { chan, type Go, go, main, type RecvChan, type SendChan } from "@gopark/core";
import { select } from "@gopark/select";
import { println } from "../../src/fmt.js";

const turns = 1000;

function* swap(out: SendChan<number>, input: RecvChan<number>, result: SendChan<number>): Go {
  let sum = 0;
  let sent = 0;
  let received = 0;
  while (sent < turns || received < turns) {
    const r = yield* select({
      to: sent < turns ? out.send(sent) : null,
      from: received < turns ? input.recv() : null,
    });
    if (r.case === "to") sent++;
    else {
      sum += r.value as number;
      received++;
    }
  }
  yield* result.send(sum);
}

main(function* () {
  const c = chan<number>();
  const d = chan<number>();
  const result = chan<number>();
  go(swap, c, d, result);
  go(swap, d, c, result);
  println(yield* result.recv(), yield* result.recv());
});
