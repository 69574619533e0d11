/** Twin of 123-after-func. */
import { afterFunc, chan, func, goexit, gosched, main, sleep } from "@gopark/core";
import { println } from "../../src/fmt.js";
import { untimed } from "../../src/untimed.js";

main(function* () {
  yield* gosched();
  const started = chan<boolean>();
  const finish = chan<boolean>();
  const ended = chan<boolean>();
  let ran = 0;
  let t = afterFunc(0, function* () {
    ran++;
    yield* started.send(true);
    yield* finish.recv();
    yield* ended.send(true);
  });
  println("ran when AfterFunc returns:", ran);
  yield* started.recv();
  println("Stop while it runs:", t.stop());
  println("Reset while it runs:", t.reset(10));
  yield* started.recv();
  println("two run at once:", ran);
  yield* finish.send(true);
  yield* finish.send(true);
  yield* ended.recv();
  yield* ended.recv();

  t = afterFunc(20, () => println("BUG: stopped in time"));
  println("Stop in time:", t.stop());
  println("Stop again:", t.stop());
  yield* sleep(50);

  // the function may stop and end what it likes, as any goroutine
  const done = chan<string>();
  afterFunc(
    1,
    func(function* (fn) {
      fn.defer(function* () {
        yield* done.send("deferred calls of the function ran");
      });
      yield* goexit();
    }),
  );
  println(yield* done.recv());
}, untimed);
