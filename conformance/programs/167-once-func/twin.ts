/** Twin of 167-once-func: onceValue is the library's own. */
import { func, type Go, main, panic } from "@gopark/core";
import { Once, onceValue } from "@gopark/sync";
import { println } from "../../src/fmt.js";

const protect = func(function* (fn, f: () => Go<unknown>) {
  fn.defer(() => {
    fn.result = fn.recover();
  });
  yield* f();
  return undefined;
});

main(function* () {
  let calls = 0;
  const next = onceValue(() => {
    calls++;
    return 10 + calls;
  });
  println(yield* next(), yield* next(), "calls", calls);

  const failed = new Error("not today");
  const fails = onceValue(() => {
    calls++;
    panic(failed);
  });
  for (let i = 0; i < 3; i++) {
    const r = yield* protect(function* () {
      yield* fails();
    });
    println("same panic:", r === failed, "calls", calls);
  }
  const once = new Once();
  function* fail(): Go {
    yield* once.do(() => panic(failed));
  }
  println("Once, first:", yield* protect(fail));
  println("Once, second:", yield* protect(fail));
});
