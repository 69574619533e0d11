/** Twin of 10-close-panics-core: a thrown RuntimeError is the panic, catch stands for recover. */
import { chan, type Go, go, main, nilChan, RuntimeError, sleep } from "@gopark/core";
import { println } from "../../src/fmt.js";

function* tryTo(name: string, f: () => Go): Go {
  let r: unknown;
  try {
    yield* f();
  } catch (error) {
    r = error;
  }
  const isError = r instanceof Error;
  println(name.padEnd(26), r, "|", `error=${isError}`, `runtime.Error=${r instanceof RuntimeError}`);
}

main(function* () {
  yield* tryTo("close nil", function* () {
    nilChan<number>().close();
  });
  yield* tryTo("close twice", function* () {
    const c = chan<number>();
    c.close();
    c.close();
  });
  yield* tryTo("send on closed", function* () {
    const c = chan<number>(1);
    c.close();
    yield* c.send(1);
  });
  yield* tryTo("send on closed and full", function* () {
    const c = chan<number>(1);
    yield* c.send(0);
    c.close();
    yield* c.send(1);
  });
  yield* tryTo("try to send on closed", function* () {
    const c = chan<number>(1);
    c.close();
    if (!c.trySend(1)) println("BUG: default must not hide the panic");
  });
  yield* tryTo("negative size", function* () {
    chan<number>(-1);
  });
  yield* tryTo("huge size", function* () {
    chan<number>(2 ** 62);
  });

  // senders already parked panic when the channel is closed under them
  const c = chan<number>();
  const res = chan<unknown>();
  for (let i = 0; i < 2; i++) {
    go(function* () {
      let r: unknown;
      try {
        yield* c.send(1);
      } catch (error) {
        r = error;
      }
      yield* res.send(r);
    });
  }
  yield* sleep(20);
  c.close();
  println("parked sender:", yield* res.recv());
  println("parked sender:", yield* res.recv());
  const [v = 0, ok] = yield* c.recvOk();
  println("their values are not delivered:", v, ok);
});
