/**
 * Twin of 223-recover-direct: recover belongs to a frame: a function with a frame of its own is a helper,
 * one that gets the frame is not.
 */
import { type Frame, func, main, type Op, panic } from "@gopark/core";
import { println } from "../../src/fmt.js";

const helper = func((fn) => fn.recover());
const recoverIn = (fn: Frame): unknown => fn.recover();

const attempt = func(function* (fn, name: string, f: () => Op<void>) {
  fn.defer(() => {
    const r = fn.recover();
    if (r !== undefined) println(name, "not recovered:", r);
    else println(name, "recovered");
  });
  yield* f();
});

main(function* () {
  yield* attempt(
    "directly",
    func((fn) => {
      fn.defer(() => println("  got", fn.recover()));
      panic(1);
    }),
  );
  yield* attempt(
    "helper",
    func((fn) => {
      fn.defer(function* () {
        println("  got", yield* helper());
      });
      panic(2);
    }),
  );
  yield* attempt(
    "function within",
    func((fn) => {
      fn.defer(function* () {
        yield* func((within) => println("  got", within.recover()))();
      });
      panic(3);
    }),
  );
  yield* attempt(
    "before the panic",
    func((fn) => {
      println("  got", fn.recover());
      panic(4);
    }),
  );
  yield* attempt(
    "helper as the deferred function",
    func((fn) => {
      fn.defer(recoverIn, fn);
      panic(5);
    }),
  );
  yield* attempt(
    "no panic",
    func((fn) => {
      fn.defer(() => println("  got", fn.recover()));
    }),
  );
});
