/** Twin of 101-select-assignment: the result of select is assigned by the chosen case's own code. */
import { chan, main } from "@gopark/core";
import { select } from "@gopark/select";
import { println } from "../../src/fmt.js";

main(function* () {
  const a = chan<string>(1);
  const b = chan<string>(1);
  const got = ["", "", "", ""];
  const open = [false, false, false, false];
  const slot = (i: number): number => {
    println("slot", i, "with", b.len, "left in b");
    return i;
  };
  yield* b.send("from b");
  let r = yield* select({ a: a.recv(), b: b.recvOk() });
  if (r.case === "a") println("BUG: a is empty");
  else [got[slot(1)] = "", open[slot(2)]] = r.value;
  b.close();
  r = yield* select({ a: a.recv(), b: b.recvOk() });
  if (r.case === "a") println("BUG: a is empty");
  else [got[slot(1)] = "", open[slot(3)]] = r.value;
  println("closed:", got[1] === "", open);
});
