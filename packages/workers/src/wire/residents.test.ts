/** What stays on its thread. */
import { background, chan, go, run, sleep, Ticker, Timer, tick, withCancel, withTimeout } from "@gopark/core";
import { select } from "@gopark/select";
import {
  Cond,
  ErrGroup,
  Int32,
  Mutex,
  RWMutex,
  SingleFlight,
  SyncMap,
  WaitGroup,
  Weighted,
} from "@gopark/sync";
import { describe, expect, it } from "vitest";
import * as shared from "../shared.js";
import { sharedChan } from "../shared-chan.js";
import { residentName } from "./residents.js";

const [cancelled, cancel] = withCancel(background());
cancel();

describe("residents", () => {
  it.each([
    ["a context", background()],
    ["a context", cancelled],
    ["a context", withTimeout(cancelled, 1)[0]],
    ["an operation", chan().recv()],
    ["an operation", sharedChan().send(1)],
    ["an operation", sleep(1).map(() => 1)],
    ["an operation", select([null])],
    ["the channel of a timer", tick(1000)],
    ["an atomic that is not of shared", new Int32()],
    ["a lock that is not of shared", new Mutex()],
    ["a lock that is not of shared", new RWMutex()],
    ["a lock that is not of shared", new Weighted(1)],
    ["a lock that is not of shared", new WaitGroup()],
    ["a lock that is not of shared", new Cond(new Mutex())],
    ["a Timer", new Timer(1000)],
    ["a Ticker", new Ticker(1000)],
    ["a SyncMap", new SyncMap()],
    ["an ErrGroup", new ErrGroup()],
    ["a SingleFlight", new SingleFlight()],
    ["an AbortSignal", new AbortController().signal],
  ])("%s is refused, and called by its name", async (name, value) => {
    const ch = sharedChan<any>(1);
    expect(() => ch.trySend({ deep: [value] })).toThrow(
      new TypeError(`send: value.deep[0]: ${name} cannot be sent to another thread`),
    );
  });

  it("locks of shared are none", () => {
    const rw = new shared.RWMutex();
    const locks = [
      new shared.Mutex(),
      rw,
      rw.rLocker(),
      new shared.WaitGroup(),
      new shared.Cond(rw),
      new shared.Int32(1),
    ];
    const ch = sharedChan<any>(1);
    ch.trySend(locks);
    const got = ch.tryRecv()?.[0] as unknown[];
    expect(got.map((lock, i) => lock === locks[i])).toEqual(locks.map(() => true));
  });

  it("a goroutine is one", () =>
    run(function* () {
      const ch = sharedChan<any>(1);
      expect(() => ch.trySend(go(() => {}))).toThrow(
        "send: value: a goroutine cannot be sent to another thread",
      );
    }));

  it("whatever else has such names is none, and its getters don't run", () => {
    class Record {
      get recv(): never {
        throw new Error("ran");
      }
      get deadline(): never {
        throw new Error("ran");
      }
    }
    const values = [
      new Record(),
      { recv: 1 },
      { deadline() {}, done() {}, err() {}, value() {} },
      new Error("x"),
    ];
    expect(values.map(residentName)).toEqual([undefined, undefined, undefined, undefined]);
  });
});
