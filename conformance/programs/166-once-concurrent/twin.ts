/** Twin of 166-once-concurrent. */
import { chan, type Go, go, main, sleep } from "@gopark/core";
import { Once } from "@gopark/sync";
import { println } from "../../src/fmt.js";

main(function* () {
  const once = new Once();
  const config = new Map<string, number>();
  let calls = 0;
  function* load(): Go {
    calls++;
    yield* sleep(20);
    config.set("answer", 42);
  }
  function* get(): Go<number> {
    yield* once.do(load);
    return config.get("answer") ?? 0;
  }
  const got = chan<number>();
  for (let i = 0; i < 6; i++) {
    go(function* () {
      yield* got.send(yield* get());
    });
  }
  let sum = 0;
  for (let i = 0; i < 6; i++) sum += (yield* got.recv()) as number;
  println("sum", sum, "calls", calls);
  yield* once.do(() => println("BUG: a Once is done whatever it is given"));
  println("again", yield* get(), "calls", calls);
});
