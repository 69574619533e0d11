/** Twin of 227-recover-newest. */
import { func, main, panic } from "@gopark/core";
import { println } from "../../src/fmt.js";

main(function* () {
  yield* func((fn) => {
    fn.defer(() => println("then", fn.recover()));
    fn.defer(() => println("newest", fn.recover()));
    fn.defer(() => panic("newer"));
    panic("older");
  })();
  yield* func((fn) => {
    fn.defer(() => println("outer:", fn.recover()));
    fn.defer(function* () {
      yield* func((inner) => {
        inner.defer(() => println("inner:", inner.recover()));
        panic("inner");
      })();
      println("the deferred call goes on");
    });
    panic("outer");
  })();
  yield* func((fn) => {
    fn.defer(() => println("last:", fn.recover()));
    for (let i = 0; i < 3; i++) fn.defer((i: number) => panic(`replaced by ${i}`), i);
    panic("original");
  })();
});
