/** Twin of 92-ping-pong. */
import { type Chan, chan, type Go, go, main, type SendChan } from "@gopark/core";
import { println } from "../../src/fmt.js";

interface Ball {
  hits: number;
}

function* player(name: string, table: Chan<Ball>, log: SendChan<string>, last: number): Go {
  yield* table.range(function* (b) {
    b.hits++;
    yield* log.send(`${name} ${b.hits}`);
    if (b.hits === last) {
      table.close();
      log.close();
      return false;
    }
    yield* table.send(b);
    return;
  });
}

main(function* () {
  const table = chan<Ball>();
  const log = chan<string>();
  go(player, "ping", table, log, 11);
  yield* table.send({ hits: 0 });
  go(player, "pong", table, log, 11);
  yield* log.range((line) => println(line));

  const ping = chan<number>();
  const pong = chan<number>();
  go(function* () {
    yield* ping.range(function* (n) {
      yield* pong.send(n + 1);
    });
    pong.close();
  });
  let n = 0;
  for (let i = 0; i < 20_000; i++) {
    yield* ping.send(n);
    n = (yield* pong.recv()) as number;
  }
  ping.close();
  const [, ok] = yield* pong.recvOk();
  println("round trips", n, "open", ok);
});
