/** Twin of 11-nil-channels-core: nilChan() is the nil channel; a variable set to it is switched off. */
import { chan, main, nilChan } from "@gopark/core";
import { println } from "../../src/fmt.js";

main(function* () {
  const nilch = nilChan<number>();
  println("len", nilch.len, "cap", nilch.cap, nilch === nilChan());
  const v = nilch.tryRecv();
  if (v !== undefined) println("BUG", v);
  else println("receive from nil is not ready");
  if (nilch.trySend(1)) println("BUG");
  else println("send to nil is not ready");
  try {
    nilch.close();
  } catch (error) {
    println("close:", error);
  }

  // a consumer that is switched off by setting its variable to nil keeps the other one going
  let a = chan<number>(3);
  let b = chan<number>(3);
  yield* a.send(1);
  yield* a.send(3);
  a.close();
  yield* b.send(2);
  yield* b.send(4);
  yield* b.send(6);
  b.close();
  const got: number[] = [];
  while (a !== nilch || b !== nilch) {
    const fromA = a.tryRecv();
    if (fromA !== undefined) {
      const [value, ok] = fromA;
      if (ok) got.push(value);
      else a = nilch;
    }
    const fromB = b.tryRecv();
    if (fromB !== undefined) {
      const [value, ok] = fromB;
      if (ok) got.push(value);
      else b = nilch;
    }
  }
  println("merged", got);
});
