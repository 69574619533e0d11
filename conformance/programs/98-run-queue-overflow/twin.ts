/** Twin of 98-run-queue-overflow: the same model predicts the order of gopark's goroutines. */
import { type Go, go, gosched, main } from "@gopark/core";
import { println } from "../../src/fmt.js";
import { untimed } from "../../src/untimed.js";

/** Starts n goroutines and lets them all run; returns the order in which they ran. */
function* spawn(n: number): Go<number[]> {
  const order: number[] = [];
  for (let i = 0; i < n; i++) go(() => order.push(i));
  while (order.length < n) yield* gosched();
  return order;
}

const caller = -1; // the goroutine that called spawn
const nobody = -2;

/** What spawn returns by the rules: the round is the scheduling round at which it is called. */
function model(n: number, round: number): number[] {
  const order: number[] = [];
  let local: number[] = [];
  let global: number[] = [];
  let next = nobody;
  for (let i = 0; i < n; i++) {
    if (next !== nobody) {
      if (local.length === 256) {
        global = [...global, ...local.slice(0, 128), next];
        local = local.slice(128);
      } else local.push(next);
    }
    next = i;
  }
  global.push(caller);
  for (;;) {
    let g: number;
    if (round % 61 === 0 && global.length > 0) {
      g = global.shift() as number;
      round++;
    } else if (next !== nobody) {
      g = next; // inherits the time slice: not a new round
      next = nobody;
    } else {
      if (local.length === 0) local = global.splice(0, 128);
      g = local.shift() as number;
      round++;
    }
    if (g !== caller) order.push(g);
    else if (order.length === n) return order;
    else global.push(caller);
  }
}

main(function* () {
  yield* gosched();
  const orders: number[][] = [];
  for (const n of [10, 200, 257, 258, 300, 1000]) orders.push(yield* spawn(n));
  for (const order of orders) {
    const n = order.length;
    let explained = false;
    for (let round = 0; round < 61; round++) explained ||= order.join() === model(n, round).join();
    println(n, "goroutines, order explained by the rules:", explained);
  }
}, untimed);
