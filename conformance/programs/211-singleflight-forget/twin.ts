/** Twin of 211-singleflight-forget. */
import { type Chan, chan, type Go, go, main, nilChan, sleep } from "@gopark/core";
import { SingleFlight } from "@gopark/sync";
import { println } from "../../src/fmt.js";
import { untimed } from "../../src/untimed.js";

main(function* () {
  const g = new SingleFlight<string, string>();
  const results = chan<string>();
  function* start(name: string, gate: Chan<boolean>): Go {
    go(function* () {
      const { value, shared } = yield* g.do("key", function* () {
        yield* gate.recv();
        return `made by ${name}`;
      });
      yield* results.send(`${name}: ${value}, shared ${shared}`);
    });
    yield* sleep(10);
  }
  const old = chan<boolean>();
  const renewed = chan<boolean>();
  yield* start("first", old);
  g.forget("key");
  yield* start("second", renewed);
  yield* start("third", nilChan());
  yield* renewed.send(true);
  const both = [yield* results.recv(), yield* results.recv()].sort();
  println(both[0]);
  println(both[1]);
  yield* old.send(true);
  println(yield* results.recv());
  g.forget("never seen");
}, untimed);
