/** Twin of 111-select-dynamic: select takes a list of cases. */
import { type Chan, chan, go, main } from "@gopark/core";
import { select } from "@gopark/select";
import { println } from "../../src/fmt.js";

main(function* () {
  const n = 6;
  const inputs: { who: number; c: Chan<number> }[] = [];
  for (let i = 0; i < n; i++) {
    const c = chan<number>();
    go(function* (id: number) {
      for (let k = 0; k <= id; k++) yield* c.send(10 * id + k);
      c.close();
    }, i);
    inputs.push({ who: i, c });
  }
  const next = [0, 0, 0, 0, 0, 0];
  let sum = 0;
  let ordered = true;
  while (inputs.length > 0) {
    const [i, [v, ok]] = yield* select(inputs.map(({ c }) => c.recvOk()));
    const id = inputs[i]?.who as number;
    if (!ok) {
      inputs.splice(i, 1);
      continue;
    }
    ordered &&= v === 10 * id + (next[id] as number);
    next[id] = (next[id] as number) + 1;
    sum += v;
  }
  println("received", next, "sum", sum, "ordered", ordered);
});
