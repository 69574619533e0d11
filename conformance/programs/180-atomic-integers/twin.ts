/** Twin of 180-atomic-integers. */
import { main } from "@gopark/core";
import { Bool, Int32, Int64, Uint32, Uint64 } from "@gopark/sync";
import { println } from "../../src/fmt.js";

main(() => {
  const i = new Int32();
  println(i.load(), i.add(5), i.add(-7), i.swap(10), i.load());
  println(i.compareAndSwap(9, 11), i.load(), i.compareAndSwap(10, 11), i.load());
  i.store(2 ** 31 - 1);
  println(i.add(1), i.add(-1));

  const u = new Uint32();
  const one = 1;
  println(u.add(~(one - 1)), u.add(1), u.add(~(3 - 1)));

  const big = new Int64();
  println(big.add(1n << 62n), big.add(1n << 62n), big.swap(-1n), big.load());
  println(big.compareAndSwap(-1n, 7n), big.compareAndSwap(-1n, 8n), big.load());

  const ubig = new Uint64();
  println(ubig.add(~0n), ubig.add(2n), ubig.swap(1n << 63n), ubig.load());

  const b = new Bool();
  println(b.load(), b.swap(true), b.compareAndSwap(false, true), b.compareAndSwap(true, false), b.load());
  b.store(true);
  println(b.load());
});
