/** Twin of 37-context-cancel. */
import {
  background,
  Canceled,
  type Context,
  DeadlineExceeded,
  func,
  type Key,
  key,
  main,
  nilChan,
  todo,
  withCancel,
  withValue,
} from "@gopark/core";
import { trySelect } from "@gopark/select";
import { println } from "../../src/fmt.js";

const tryTo = func((fn, name: string, f: () => unknown) => {
  fn.defer(() => {
    const r = fn.recover();
    println(`${name}: ${r instanceof Error ? r.message : String(r)}`);
  });
  f();
});

/** Nil, where the types rule it out. */
function nil<T>(): T {
  return null as T;
}

main(
  func(function* (fn) {
    const bg = background();
    const user = key<string>("user");
    const other = key<string>("user");
    const unknown = key<string>("unknown");
    const isNil = [bg.done() === nilChan<never>(), todo().done() === nilChan<never>()];
    println(bg, todo(), ...isNil, bg.err(), bg.value(user));
    println("deadline:", bg.deadline() !== undefined);

    const [root, cancelRoot] = withCancel(bg);
    const mid = withValue(root, user, "ann");
    const [leaf, cancelLeaf] = withCancel(mid);
    const [sibling, cancelSibling] = withCancel(mid);
    fn.defer(cancelSibling);
    println("before:", root.err(), leaf.err());

    cancelLeaf();
    cancelLeaf(); // idempotent
    println("child cancelled:", leaf.err(), "| parent", root.err(), "| sibling", sibling.err());
    cancelRoot();
    println("root cancelled:", root.err(), "| mid", mid.err(), "| sibling", sibling.err());
    yield* sibling.done().recv();
    println(root);
    println("is Canceled:", sibling.err() === Canceled, leaf.err() === Canceled);

    const [late, cancelLate] = withCancel(root); // derived from a dead parent: dead at once
    fn.defer(cancelLate);
    if (trySelect([late.done().recv()]) !== undefined)
      println("late child is born cancelled:", late, late.err());
    else println("BUG");

    // values: nearest wins, keys of one name never collide, undefined for unknown
    let v = withValue(mid, user, "bob");
    v = withValue(v, other, "another key");
    println(v.value(user), "|", v.value(other), "|", mid.value(user), "|", v.value(unknown));

    // done returns the same channel each time; it is never sent on, only closed
    const d1 = leaf.done();
    const d2 = leaf.done();
    const [, open] = yield* d1.recvOk();
    println(d1 === d2, open, "WithValue shares its parent's Done:", mid.done() === root.done());

    yield* tryTo("nil parent WithCancel", () => withCancel(nil<Context>()));
    yield* tryTo("nil parent WithValue", () => withValue(nil<Context>(), user, "x"));
    yield* tryTo("nil key", () => withValue(bg, nil<Key<number>>(), 1));
    println(JSON.stringify(Canceled.message), JSON.stringify(DeadlineExceeded.message));
  }),
);
