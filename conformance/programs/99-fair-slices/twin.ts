/** Twin of 99-fair-slices. */
import { chan, go, gosched, main, sleep } from "@gopark/core";
import { println } from "../../src/fmt.js";

main(function* () {
  yield* gosched();
  let stop = false;
  const ended = chan<string>(3);

  let trips = 0;
  let turns = 0;
  let spins = 0;
  const ping = chan<number>();
  const pong = chan<number>();
  go(function* () {
    yield* ping.range(function* (v) {
      yield* pong.send(v);
    });
    pong.close();
  });
  go(function* () {
    while (!stop) {
      yield* ping.send(1);
      yield* pong.recv();
      trips++;
    }
    ping.close();
    yield* ended.send("ping-pong");
  });
  go(function* () {
    while (!stop) {
      turns++;
      yield* gosched();
    }
    yield* ended.send("yielding");
  });
  go(function* () {
    const self = chan<number>(1);
    while (!stop) {
      yield* self.send(1);
      yield* self.recv();
      spins++;
    }
    yield* ended.send("always ready");
  });

  // ends as soon as all three have come to run, and fails after five seconds
  for (let i = 0; i < 500 && (trips === 0 || turns === 0 || spins === 0); i++) yield* sleep(10);
  stop = true;
  for (let i = 0; i < 3; i++) yield* ended.recv();
  println("ping-pong went on:", trips > 0);
  println("yielding went on:", turns > 0);
  println("always ready went on:", spins > 0);
});
