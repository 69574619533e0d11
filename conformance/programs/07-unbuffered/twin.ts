/** Twin of 07-unbuffered: tryRecv and trySend stand for a select with one case and a default. */
import { chan, go, main, sleep } from "@gopark/core";
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
  if (sent.tryRecv() !== undefined) println("BUG: send finished with no receiver");
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
  if (ch.trySend("x")) println("BUG");
  else println("no receiver: default taken");
  const parked = chan<string>(1);
  go(function* () {
    yield* parked.send((yield* ch.recv()) as string);
  });
  yield* sleep(20);
  if (ch.trySend("x")) println("receiver parked: sent", yield* parked.recv());
  else println("BUG");
});
