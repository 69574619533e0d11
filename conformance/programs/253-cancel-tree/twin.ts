/** Twin of 253-cancel-tree. */
import { background, type Context, go, gosched, main, withCancel } from "@gopark/core";
import { println } from "../../src/fmt.js";
import { untimed } from "../../src/untimed.js";

main(function* () {
  const [root, cancel] = withCancel(background());
  const names: string[] = [];
  const contexts: Context[] = [];
  const add = (name: string, parent: Context): Context => {
    const [ctx] = withCancel(parent);
    names.push(name);
    contexts.push(ctx);
    return ctx;
  };
  for (const branch of ["a", "b", "c"]) {
    const first = add(branch, root);
    add(branch, first);
    add(branch, add(branch, first));
  }
  const woken: (string | undefined)[] = [];
  for (const [i, ctx] of contexts.entries()) {
    go(function* () {
      yield* ctx.done().recv();
      woken.push(names[i]);
    });
  }
  yield* gosched();
  cancel();
  yield* gosched();
  // Who was made runnable last has run first.
  const order = [...woken.slice(1), woken[0]];
  let changes = 0;
  for (let i = 1; i < order.length; i++) {
    if (order[i] !== order[i - 1]) changes++;
  }
  println(order.length, "woken, from one branch to the next", changes, "times");
}, untimed);
