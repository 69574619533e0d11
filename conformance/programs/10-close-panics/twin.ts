/** Twin of 10-close-panics. */
import { chan, func, type Go, go, main, nilChan, RuntimeError, sleep } from "@gopark/core";
import { select, trySelect } from "@gopark/select";
import { println } from "../../src/fmt.js";

const tryTo = func(function* (fn, name: string, f: () => Go) {
  fn.defer(() => {
    const r = fn.recover();
    const isError = r instanceof Error;
    println(name.padEnd(26), r, "|", `error=${isError}`, `runtime.Error=${r instanceof RuntimeError}`);
  });
  yield* f();
});

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
  yield* tryTo("select send on closed", function* () {
    const c = chan<number>(1);
    c.close();
    if (trySelect([c.send(1)]) === undefined) println("BUG: default must not hide the panic");
  });
  yield* tryTo("negative size", function* () {
    chan<number>(-1);
  });
  yield* tryTo("huge size", function* () {
    chan<number>(2 ** 62);
  });

  // a sender already parked panics when the channel is closed under it
  const c = chan<number>();
  const res = chan<unknown>();
  go(
    func(function* (fn) {
      fn.defer(function* () {
        yield* res.send(fn.recover());
      });
      yield* c.send(1);
    }),
  );
  yield* sleep(20);
  c.close();
  println("parked sender:", yield* res.recv());
  const [v = 0, ok] = yield* c.recvOk();
  println("its value is not delivered:", v, ok);

  // so does a sender parked in select
  const d = chan<number>();
  go(
    func(function* (fn) {
      fn.defer(function* () {
        yield* res.send(fn.recover());
      });
      yield* select([d.send(1), chan<number>().recv()]);
    }),
  );
  yield* sleep(20);
  d.close();
  println("parked select sender:", yield* res.recv());
});
