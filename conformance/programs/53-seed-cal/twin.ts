/** Twin of 53-seed-cal. */
import { type Chan, chan, func, type Go, go, main, sleep } from "@gopark/core";
import { WaitGroup } from "@gopark/sync";
import { println } from "../../src/fmt.js";

const calGroup = func(function* (fn, a: number, b: number, sums: Chan<string>, n: WaitGroup) {
  fn.defer(() => n.done());
  const c = a + b;
  yield* sums.send(`${a} + ${b} = ${c}`);
});

function* calExit(a: number, b: number, sums: Chan<string>, exit: Chan<boolean>): Go {
  const c = a + b;
  yield* sums.send(`${a} + ${b} = ${c}`);
  yield* sleep(20);
  yield* exit.send(true);
}

function* show(sums: Chan<string>): Go {
  sums.close();
  const lines: string[] = [];
  yield* sums.range((s) => {
    lines.push(s);
  });
  for (const s of lines.sort()) println(s);
}

main(function* () {
  const forGroup = chan<string>(10);
  const goSync = new WaitGroup();
  for (let i = 0; i < 10; i++) {
    goSync.add(1);
    go(calGroup, i, i + 1, forGroup, goSync);
  }
  yield* goSync.wait();
  yield* show(forGroup);

  const forExit = chan<string>(10);
  const exit = chan<boolean>(10);
  for (let i = 0; i < 10; i++) go(calExit, i, i + 1, forExit, exit);
  for (let j = 0; j < 10; j++) yield* exit.recv();
  exit.close(); // optional: nobody ranges over it
  yield* show(forExit);
  const [, ok] = yield* exit.recvOk();
  println("exit channel open:", ok);
});
