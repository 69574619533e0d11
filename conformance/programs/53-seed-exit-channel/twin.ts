/** Twin of 53-seed-exit-channel. */
import { type Chan, chan, type Go, go, main, sleep } from "@gopark/core";
import { println } from "../../src/fmt.js";

function* cal(a: number, b: number, sums: Chan<string>, exit: Chan<boolean>): Go {
  const c = a + b;
  yield* sums.send(`${a} + ${b} = ${c}`);
  yield* sleep(20);
  yield* exit.send(true);
}

main(function* () {
  const sums = chan<string>(10);
  const exit = chan<boolean>(10);
  for (let i = 0; i < 10; i++) go(cal, i, i + 1, sums, exit);
  for (let j = 0; j < 10; j++) yield* exit.recv();
  exit.close(); // optional: nobody ranges over it
  sums.close();
  const lines: string[] = [];
  yield* sums.range((s) => {
    lines.push(s);
  });
  for (const s of lines.sort()) println(s);
  const [, ok] = yield* exit.recvOk();
  println("exit channel open:", ok);
});
