/** The operations of bridged channels are operations like all others. */

import { type Chan, chan } from "@gopark/core";
import { afterAll, expect } from "vitest";
import { opContract } from "../../core/test/op-contract.js";
import { Realms } from "../test/bridge/two-realms.js";

const realms = new Realms();
afterAll(() => realms.close());

/** A channel, and what the other side has of it. */
function pair(): { own: Chan<string>; remote: Chan<string> } {
  const own = chan<string>();
  return { own, remote: realms.remote(own) };
}

/** Does something when no message is on its way any more. */
async function soon(f: () => PromiseLike<unknown> | void): Promise<void> {
  do await new Promise((resolve) => setImmediate(resolve));
  while (realms.inFlight > 0);
  await f();
}

opContract("recv of a bridged channel", {
  waiting: () => {
    const { own, remote } = pair();
    return { make: () => remote.recv(), outcome: { value: "v" }, complete: () => soon(() => own.send("v")) };
  },
});

opContract("send on a bridged channel", {
  waiting: () => {
    const { own, remote } = pair();
    return {
      make: () => remote.send("v"),
      outcome: { value: undefined },
      complete: () => soon(() => own.recv()),
    };
  },
});

const sendPanic = expect.objectContaining({ message: "send on closed channel", value: "v" });

opContract("send on a bridged channel that is closed", {
  waiting: () => {
    const { own, remote } = pair();
    return {
      make: () => remote.send("v"),
      outcome: { error: sendPanic },
      complete: () => soon(() => own.close()),
    };
  },
});
