/** Twin of 142-mutex-self-deadlock. */
import { func, main } from "@gopark/core";
import { Mutex } from "@gopark/sync";
import { println } from "../../src/fmt.js";

class Account {
  readonly mu: Mutex = new Mutex();
  amount = 0;
}

const balance = func(function* (fn, a: Account) {
  yield* a.mu.lock();
  fn.defer(() => a.mu.unlock());
  return a.amount;
});

const deposit = func(function* (fn, a: Account, n: number) {
  yield* a.mu.lock();
  fn.defer(() => a.mu.unlock());
  a.amount += n;
  println("TryLock while held:", a.mu.tryLock());
  println("BUG: the balance is", yield* balance(a));
});

main(function* () {
  const a = new Account();
  println("balance", yield* balance(a));
  yield* deposit(a, 5);
});
