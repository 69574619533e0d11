/**
 * Residents: objects of this project that mean something on their own thread only.
 *
 * As instances of classes they would arrive without their methods, as lifeless copies of what they are made of. They are
 * refused instead, by a name that the reader knows.
 */
import { Ticker, Timer } from "@gopark/core";
import { G, Operation } from "@gopark/core/internal";
import { RemoteGoroutine } from "../remote-goroutine.js";
import { setResidents } from "./kinds.js";

const LOCK = "a lock that is not of shared";

/** What things are called that can do all this. Those of `shared` are travellers. */
const kinds: readonly [name: string, methods: readonly string[]][] = [
  // Also one that is not made by this project.
  ["a context", ["deadline", "done", "err", "value"]],
  // A channel that is no traveller.
  ["the channel of a timer", ["recv", "recvOk", "tryRecv"]],
  ["a SyncMap", ["loadOrStore", "loadAndDelete"]],
  ["an atomic that is not of shared", ["load", "store", "compareAndSwap"]],
  ["an ErrGroup", ["go", "tryGo", "setLimit", "wait"]],
  ["a SingleFlight", ["do", "doChan", "forget"]],
  [LOCK, ["lock", "unlock", "tryLock"]],
  [LOCK, ["acquire", "tryAcquire", "release"]],
  [LOCK, ["add", "done", "wait"]],
  [LOCK, ["wait", "signal", "broadcast"]],
];

/** What a resident is, as in "an operation cannot be sent to another thread"; undefined if a value is none. */
export function residentName(value: object): string | undefined {
  if (value instanceof Operation) return "an operation";
  if (value instanceof G || value instanceof RemoteGoroutine) return "a goroutine";
  if (value instanceof Timer) return "a Timer";
  if (value instanceof Ticker) return "a Ticker";
  return kinds.find(([, methods]) => can(value, methods))?.[0];
}

/** Whether an object has all these methods from its class. */
function can(value: object, methods: readonly string[]): boolean {
  return methods.every((name) => !Object.hasOwn(value, name) && isMethod(value, name));
}

function isMethod(value: object, name: string): boolean {
  let proto: object | null = Object.getPrototypeOf(value);
  // Found, not read: a getter of somebody else's class must not run.
  while (proto !== null && !Object.hasOwn(proto, name)) proto = Object.getPrototypeOf(proto);
  return proto !== null && typeof Object.getOwnPropertyDescriptor(proto, name)?.value === "function";
}

setResidents((value) => residentName(value) !== undefined);
