/** Twin of 65-operand-order: a receive in an expression has parentheses; catch stands for recover. */
import { type Chan, chan, type Go, main, nilChan } from "@gopark/core";
import { println } from "../../src/fmt.js";

function pick(name: string, c: Chan<number>): Chan<number> {
  println("channel", name);
  return c;
}

function value(v: number): number {
  println("value", v);
  return v;
}

function fails(): number {
  throw "the value panics first";
}

function* tryTo(f: () => Go): Go {
  try {
    yield* f();
  } catch (error) {
    println("->", error);
  }
}

main(function* () {
  const c = chan<number>(2);
  yield* pick("c", c).send(value(1));
  const nilch = nilChan<number>();
  yield* tryTo(function* () {
    yield* pick("nil", nilch).send(fails());
  });
  const closed = chan<number>();
  closed.close();
  yield* tryTo(function* () {
    yield* pick("closed", closed).send(fails());
  });
  yield* tryTo(function* () {
    yield* pick("closed", closed).send(value(2));
  });
  yield* c.send(40);
  println("left", ((yield* c.recv()) as number) + 1, -((yield* c.recv()) as number));
  const flags = chan<boolean>(1);
  yield* flags.send(c.len === 0);
  println("empty:", yield* flags.recv());
});
