/** Twin of 91-prime-sieve. */
import { chan, type Go, go, main, type RecvChan, type SendChan } from "@gopark/core";
import { println } from "../../src/fmt.js";

function* generate(ch: SendChan<number>): Go {
  for (let i = 2; ; i++) yield* ch.send(i);
}

function* filter(from: RecvChan<number>, out: SendChan<number>, prime: number): Go {
  for (;;) {
    const i = (yield* from.recv()) as number;
    if (i % prime !== 0) yield* out.send(i);
  }
}

main(function* () {
  let ch = chan<number>();
  go(generate, ch);
  const primes: number[] = [];
  while (primes.length < 100) {
    const prime = (yield* ch.recv()) as number;
    primes.push(prime);
    const next = chan<number>();
    go(filter, ch, next, prime);
    ch = next;
  }
  println(primes);
});
