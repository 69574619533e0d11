/** Twin of 60-seed-defer-digits: deferred calls are kept in a list and run from its end. */
import { main } from "@gopark/core";
import { println } from "../../src/fmt.js";

/** Calls `body`, then what it deferred, last in, first out. */
function deferring(body: (defer: (f: () => void) => void) => void): void {
  const deferred: (() => void)[] = [];
  try {
    body((f) => deferred.push(f));
  } finally {
    for (const f of deferred.reverse()) f();
  }
}

main(() => {
  deferring((defer) => {
    defer(() => println("9"));
    println("0");
    defer(() => println("8"));
    println("1");
    if (Number("0") > 0) defer(() => println("not reachable"));
    defer(() =>
      deferring((defer) => {
        defer(() => println("7"));
        println("3");
        defer(() => {
          println("5");
          println("6");
        });
        println("4");
      }),
    );
    println("2");
  });
});
