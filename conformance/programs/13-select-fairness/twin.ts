/** Twin of 13-select-fairness. */
import { chan, main } from "@gopark/core";
import { select, trySelect } from "@gopark/select";
import { println } from "../../src/fmt.js";

main(function* () {
  const n = 20000;
  const k = 4;
  const chs = Array.from({ length: k }, () => chan<number>(n));
  for (const [i, ch] of chs.entries()) {
    for (let j = 0; j < n; j++) yield* ch.send(i);
  }
  const count = [0, 0, 0, 0];
  for (let j = 0; j < n; j++) {
    const [, v] = yield* select(chs.map((ch) => ch.recv()));
    count[v as number]!++;
  }
  let total = 0;
  for (const [i, c] of count.entries()) {
    total += c;
    println(`case ${i} within 20% of uniform: ${c > ((n / k) * 8) / 10 && c < ((n / k) * 12) / 10}`);
  }
  println("total", total);

  // the same channel listed twice gets two tickets
  const c = chan<number>(3 * n);
  const d = chan<number>(3 * n);
  for (let j = 0; j < 3 * n; j++) {
    yield* c.send(1);
    yield* d.send(2);
  }
  let nc = 0;
  let nd = 0;
  for (let j = 0; j < 3000; j++) {
    const [i] = yield* select([c.recv(), c.recv(), d.recv()]);
    if (i === 2) nd++;
    else nc++;
  }
  println("doubled channel favoured about 2:1:", nc > (nd * 3) / 2 && nc < nd * 3);

  // a receive and a send on the same channel from one goroutine can never pair with each other
  const e = chan<number>();
  if (trySelect([e.send(1), e.recv()]) !== undefined) println("BUG");
  else println("select cannot talk to itself");
});
