/** Twin of 197-context-values: keys are made with their type. */
import {
  background,
  type Context,
  func,
  Hour,
  type Key,
  key,
  main,
  nilChan,
  withCancel,
  withTimeout,
  withValue,
} from "@gopark/core";
import { println } from "../../src/fmt.js";

interface User {
  readonly name: string;
}

const userKey = key<User | null>("user");
const traceKey = key<number>("trace");

const protect = func((fn, f: () => void) => {
  fn.defer(() => println("recovered:", fn.recover()));
  f();
});

main(function* () {
  const ann: User = { name: "ann" };
  const bob: User = { name: "bob" };
  const name = (ctx: Context): string => ctx.value(userKey)?.name ?? "nobody";
  const root = background();
  const a = withValue(root, userKey, ann);
  const [timed, cancel] = withTimeout(a, Hour);
  const b = withValue(withValue(timed, traceKey, 17), userKey, bob);
  println(name(root), name(a), name(timed), name(b));
  println("trace:", root.value(traceKey), timed.value(traceKey), b.value(traceKey));
  const nobody = withValue(b, userKey, null);
  println("nearest, though nil:", name(nobody), nobody.value(userKey) === null);
  println("Done is the parent's:", b.done() === timed.done(), a.done() === nilChan<never>());
  cancel();
  println("cancelled, values stay:", b.err(), name(b));
  yield* protect(() => withValue(null as unknown as Context, traceKey, 1));
  yield* protect(() => withValue(root, null as unknown as Key<number>, 1));
  yield* protect(() => withCancel(null as unknown as Context));
});
