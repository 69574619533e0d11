/** Twin of 41-sched-order. */
import { chan, type Go, go, gosched, main } from "@gopark/core";
import { Cond, Mutex, WaitGroup } from "@gopark/sync";
import { println } from "../../src/fmt.js";
import { untimed } from "../../src/untimed.js";

/** Starts n goroutines and lets them all run; returns the order in which they ran. */
function* spawn(n: number): Go<number[]> {
  const order: number[] = [];
  for (let i = 0; i < n; i++) go(() => order.push(i));
  while (order.length < n) yield* gosched();
  return order;
}

main(function* () {
  yield* gosched();
  println(yield* spawn(1), yield* spawn(2), yield* spawn(5));

  // ping-pong: gosched puts the caller on the GLOBAL queue
  const log: string[] = [];
  const done = chan<boolean>();
  go(function* () {
    for (let i = 0; i < 3; i++) {
      log.push(`g${i}`);
      yield* gosched();
    }
    done.close();
  });
  for (let i = 0; i < 3; i++) {
    log.push(`m${i}`);
    yield* gosched();
  }
  yield* done.recv();
  println(log.join(" "));

  // readying several goroutines: the last one made ready takes runnext
  let woke: number[] = [];
  const chs = Array.from({ length: 4 }, () => chan<number>());
  for (const [i, ch] of chs.entries()) {
    go(function* () {
      yield* ch.recv();
      woke.push(i);
    });
  }
  yield* gosched();
  for (const c of chs) yield* c.send(1);
  while (woke.length < 4) yield* gosched();
  println("woken", woke);

  // close readies its waiters last-in first (queue here: 3 0 1 2)
  woke = [];
  const c = chan<number>();
  for (let i = 0; i < 4; i++) {
    go(function* () {
      yield* c.recv();
      woke.push(i);
    });
  }
  yield* gosched();
  c.close();
  while (woke.length < 4) yield* gosched();
  println("closed", woke);

  // WaitGroup.wait and Cond.broadcast release their waiters in FIFO order instead
  woke = [];
  const wg = new WaitGroup();
  wg.add(1);
  for (let i = 0; i < 4; i++) {
    go(function* () {
      yield* wg.wait();
      woke.push(i);
    });
  }
  yield* gosched();
  wg.done();
  while (woke.length < 4) yield* gosched();
  println("WaitGroup", woke);
  woke = [];
  const cond = new Cond(new Mutex());
  for (let i = 0; i < 4; i++) {
    go(function* () {
      yield* cond.l.lock();
      yield* cond.wait();
      woke.push(i);
      cond.l.unlock();
    });
  }
  yield* gosched();
  cond.broadcast();
  while (woke.length < 4) yield* gosched();
  println("Broadcast", woke);

  // 300 goroutines: 0..127 and 256 overflow to the global queue, 128..255 and 257..298 stay local, 299 is runnext
  const order = yield* spawn(300);
  const pos: number[] = [];
  for (const [p, g] of order.entries()) pos[g] = p;
  const at = (id: number): number => pos[id] as number;
  const fifo = (ids: number[]): boolean =>
    ids.every((id, i) => i === 0 || at(ids[i - 1] as number) <= at(id));
  const seq = (a: number, b: number): number[] => Array.from({ length: b - a + 1 }, (_, i) => a + i);
  const global = [...seq(0, 127), 256];
  const local = [...seq(128, 255), ...seq(257, 298)];
  const early = global.filter((g) => at(g) < at(298)).length;
  println("first is the last started:", order[0] === 299);
  println("local part FIFO:", fifo(local), "overflowed part FIFO:", fifo(global));
  println("taken early by the every-61st rule (170 local runs, so 2 or 3):", early === 2 || early === 3);
  println("the rest of the global queue only after the local queue is empty:", pos[256] === 299);
}, untimed);
