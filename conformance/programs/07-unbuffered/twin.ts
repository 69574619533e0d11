/** Twin of 07-unbuffered: trySelect is a select with a default. */
import { chan, go, main, sleep } from "@gopark/core";
import { trySelect } from "@gopark/select";
import { println } from "../../src/fmt.js";

main(function* () {
  const ch = chan<string>();
  println("len", ch.len, "cap", ch.cap);

  const sent = chan<void>();
  go(function* () {
    yield* ch.send("hello");
    sent.close();
  });
  yield* sleep(20);
  if (trySelect([sent.recv()]) !== undefined) println("BUG: send finished with no receiver");
  else println("sender is still blocked, len", ch.len);
  println("received", yield* ch.recv());
  yield* sent.recv();
  println("sender released");

  // receiver first works the same way
  const got = chan<string>();
  go(function* () {
    yield* got.send((yield* ch.recv()) as string);
  });
  yield* sleep(10);
  yield* ch.send("world");
  println("received", yield* got.recv());

  // a non-blocking send to an unbuffered channel succeeds only if a receiver is parked already
  if (trySelect([ch.send("x")]) !== undefined) println("BUG");
  else println("no receiver: default taken");
  const parked = chan<string>(1);
  go(function* () {
    yield* parked.send((yield* ch.recv()) as string);
  });
  yield* sleep(20);
  if (trySelect([ch.send("x")]) !== undefined) println("receiver parked: sent", yield* parked.recv());
  else println("BUG");
});
