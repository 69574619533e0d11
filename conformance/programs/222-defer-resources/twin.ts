/** Twin of 222-defer-resources. */
import { type Frame, func, main, panic } from "@gopark/core";
import { println } from "../../src/fmt.js";

class Resource {
  constructor(private readonly name: string) {}

  close(): void {
    println("close", this.name);
  }
}

function open(name: string): Resource | Error {
  if (name === "") return new Error("no name");
  println("open", name);
  return new Resource(name);
}

type Transferred = [n: number, err: Error | undefined];

const transfer = func((fn: Frame<Transferred>, from: string, to: string, fail: boolean): Transferred => {
  fn.result = [0, undefined];
  fn.defer(() => {
    const r = fn.recover();
    if (r !== undefined) fn.result[1] = new Error(`transfer: ${r}`);
  });
  const a = open(from);
  if (a instanceof Error) return [0, a];
  fn.defer(() => a.close());
  const b = open(to);
  if (b instanceof Error) return [0, b];
  fn.defer(() => b.close());
  fn.result[0] = 5;
  if (fail) panic("disk full");
  return [10, undefined];
});

main(function* () {
  println(...(yield* transfer("a", "b", false)));
  println(...(yield* transfer("a", "", false)));
  println(...(yield* transfer("", "b", false)));
  println(...(yield* transfer("a", "b", true)));
});
