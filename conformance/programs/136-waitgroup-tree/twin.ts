/** Twin of 136-waitgroup-tree. */
import { func, go, main } from "@gopark/core";
import { Int32, WaitGroup } from "@gopark/sync";
import { println } from "../../src/fmt.js";

const wg = new WaitGroup();
const leaves = new Int32();
const nodes = new Int32();

const visit = func((fn, depth: number): void => {
  fn.defer(() => wg.done());
  nodes.add(1);
  if (depth === 0) {
    leaves.add(1);
    return;
  }
  wg.add(2);
  go(visit, depth - 1);
  go(visit, depth - 1);
});

main(function* () {
  wg.add(1);
  go(visit, 8);
  yield* wg.wait();
  println("nodes", nodes.load(), "leaves", leaves.load());
});
