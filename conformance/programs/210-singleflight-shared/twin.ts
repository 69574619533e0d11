/** Twin of 210-singleflight-shared: value and error are one result here. */
import { chan, type Go, go, main, sleep } from "@gopark/core";
import { SingleFlight } from "@gopark/sync";
import { format, println } from "../../src/fmt.js";
import { untimed } from "../../src/untimed.js";

main(function* () {
  const g = new SingleFlight<string, [string, Error | undefined]>();
  let runs = 0;
  const release = chan<boolean>();
  const results = chan<string>();
  function* ask(key: string, err?: Error): Go {
    const { value, shared } = yield* g.do(key, function* () {
      runs++;
      const n = runs;
      yield* release.recv();
      return [`${key}${n}`, err] as [string, Error | undefined];
    });
    yield* results.send(`${value.map(format).join(" ")} ${shared}`);
  }
  for (let i = 0; i < 3; i++) go(ask, "a");
  yield* sleep(20);
  yield* release.send(true);
  for (let i = 0; i < 3; i++) println(yield* results.recv());
  go(ask, "a");
  yield* release.send(true);
  println("again:", yield* results.recv());

  const failed = new Error("failed");
  for (let i = 0; i < 2; i++) go(ask, "b", failed);
  yield* sleep(20);
  yield* release.send(true);
  println(yield* results.recv());
  println(yield* results.recv());
  go(ask, "b");
  yield* release.send(true);
  println("an error is not kept:", yield* results.recv());
  println("runs", runs);
}, untimed);
