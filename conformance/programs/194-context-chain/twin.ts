/** Twin of 194-context-chain. */
import {
  background,
  type CancelFunc,
  type Context,
  Hour,
  key,
  main,
  withCancel,
  withTimeout,
  withValue,
} from "@gopark/core";
import { format, println } from "../../src/fmt.js";

main(() => {
  const [root, cancelRoot] = withCancel(background());
  const chain: [Context, CancelFunc][] = [[root, cancelRoot]];
  const at = (i: number): Context => (chain[i] as [Context, CancelFunc])[0];
  const cancel = (i: number): void => (chain[i] as [Context, CancelFunc])[1]();
  for (let i = 1; i <= 5; i++) {
    let pair = withCancel(withValue(at(i - 1), key<number>(`${i}`), i));
    if (i === 3) {
      pair[1]();
      pair = withTimeout(at(i - 1), Hour);
    }
    chain.push(pair);
  }
  const [sibling, cancelSibling] = withCancel(at(1));
  const errs = (): void => {
    const all = chain.map(([ctx]) => `${format(ctx.err())};`);
    println(...all, "sibling:", sibling.err());
  };
  errs();
  cancel(2);
  errs();
  const channel = at(4).done();
  println("same channel:", at(4).done() === channel);
  const [born, cancelBorn] = withTimeout(at(5), Hour);
  println("born done:", born.err());
  cancelBorn();
  cancel(4);
  cancelRoot();
  cancelRoot();
  errs();
  cancelSibling();
});
