/** Twin of 96-runnext-order. */
import { chan, type Go, go, gosched, main } from "@gopark/core";
import { println } from "../../src/fmt.js";
import { untimed } from "../../src/untimed.js";

let log: string[] = [];

function note(s: string): void {
  log.push(s);
}

function* until(n: number): Go {
  while (log.length < n) yield* gosched();
  println(log.join(" "));
  log = [];
}

main(function* () {
  yield* gosched();

  // goroutines that start goroutines
  for (const name of ["a", "b", "c"]) {
    go(() => {
      note(name);
      go(note, `${name}1`);
      go(note, `${name}2`);
      note(`${name}.`);
    });
  }
  yield* until(12);

  // a wake-up takes runnext from the goroutine just started
  const c = chan<number>();
  go(function* () {
    yield* c.recv();
    note("woken");
  });
  yield* gosched();
  go(note, "first");
  go(note, "second");
  yield* c.send(1);
  note("sender goes on");
  yield* until(4);

  // and a start takes it from the one just woken
  go(function* () {
    yield* c.recv();
    note("woken");
  });
  yield* gosched();
  go(note, "first");
  yield* c.send(1);
  go(note, "second");
  note("sender goes on");
  yield* until(4);

  // a receiver that takes a parked sender's value makes that sender runnable next
  for (let i = 0; i < 3; i++) {
    go(function* () {
      yield* c.send(i);
      note(`sender${i}`);
    });
    yield* gosched();
  }
  for (let i = 0; i < 3; i++) note(`got${yield* c.recv()}`);
  yield* until(6);

  // producer and consumer without a buffer: each runs until it must wait
  const done = chan<boolean>();
  go(function* () {
    for (let i = 0; i < 4; i++) {
      note(`p${i}`);
      yield* c.send(i);
    }
    done.close();
  });
  for (let i = 0; i < 4; i++) note(`c${yield* c.recv()}`);
  yield* done.recv();
  yield* until(8);

  // with a buffer of two
  const b = chan<number>(2);
  go(function* () {
    for (let i = 0; i < 6; i++) {
      note(`p${i}`);
      yield* b.send(i);
    }
    b.close();
  });
  yield* b.range((v) => note(`c${v}`));
  yield* until(12);
}, untimed);
