/** Twin of 62-seed-defer-loops: deferred calls are kept in a list and run from its end. */
import { main } from "@gopark/core";
import { print, println } from "../../src/fmt.js";

type Defer = <A extends unknown[]>(f: (...args: A) => void, ...args: A) => void;

/** Calls `body`, then what it deferred, last in, first out. */
function deferring(body: (defer: Defer) => void): void {
  const deferred: (() => void)[] = [];
  try {
    body((f, ...args) => deferred.push(() => f(...args)));
  } finally {
    for (const f of deferred.reverse()) f();
  }
}

main(() => {
  deferring((defer) => {
    defer(println);
    for (let i = 0; i < 3; i++) defer(print, ` ${i}`);
    print("a:");
  });
  deferring((defer) => {
    defer(println);
    for (let i = 0; i < 3; i++) defer(() => print(` ${i}`));
    print("b:");
  });
  deferring((defer) => {
    defer(println);
    for (let i = 0; i < 3; i++) defer((i: number) => print(` ${i}`), i);
    print("by parameter:");
  });
  deferring((defer) => {
    defer(println);
    let i: number;
    for (i = 0; i < 3; i++) {
      const copy = i;
      defer(() => print(` ${copy}`));
    }
    print("by copy:");
  });
});
