/** Twin of 178-sync-map-range. */
import { main } from "@gopark/core";
import { SyncMap } from "@gopark/sync";
import { println } from "../../src/fmt.js";

main(() => {
  const m = new SyncMap<number, number>();
  m.range((k) => println("BUG: an empty map has", k));
  for (let i = 1; i <= 10; i++) m.store(i, i * i);
  let visits = 0;
  let sum = 0;
  m.range((_, v) => {
    visits++;
    sum += v;
  });
  println("visits", visits, "sum", sum);
  visits = 0;
  m.range(() => {
    visits++;
    return visits < 3;
  });
  println("stopped after", visits);
  const seen = new Map<number, number>();
  m.range((k) => {
    seen.set(k, (seen.get(k) ?? 0) + 1);
    m.delete(k);
    m.store(k + 100 * seen.size, 0); // may be visited, or not
    if (k <= 10) return true;
    m.delete(k);
    return seen.size < 30;
  });
  let twice = 0;
  let first = 0;
  for (const [k, n] of seen) {
    if (n > 1) twice++;
    if (k <= 10) first++;
  }
  println("visited twice:", twice, "of the ten first:", first);
  const [, there] = m.load(7);
  println("deleted while visiting:", !there);
});
