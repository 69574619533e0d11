/** Twin of 108-select-priority. */
import { chan, type Go, main } from "@gopark/core";
import { select, trySelect } from "@gopark/select";
import { println } from "../../src/fmt.js";

main(function* () {
  const urgent = chan<number>(10);
  const normal = chan<number>(10);
  for (let i = 0; i < 5; i++) {
    yield* normal.send(i);
    yield* urgent.send(100 + i);
  }
  function* next(): Go<number | undefined> {
    const first = trySelect([urgent.recv()]);
    if (first !== undefined) return first[1];
    const [, v] = yield* select([urgent.recv(), normal.recv()]);
    return v;
  }
  for (let i = 0; i < 3; i++) println(yield* next());
  yield* urgent.send(200);
  for (let i = 0; i < 8; i++) println(yield* next());
});
