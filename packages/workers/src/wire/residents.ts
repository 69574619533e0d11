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

/** What a context can do, also one that is not made by this project. */
const CONTEXT = ["deadline", "done", "err", "value"];
/** What a channel can do that is no traveller: that of a timer. */
const TIMER = ["recv", "recvOk", "tryRecv"];

/** What those of `@gopark/sync` can do; those of `shared` are travellers. */
const LOCK = ["lock", "unlock", "tryLock"];
const WEIGHTED = ["acquire", "tryAcquire", "release"];
const WAITGROUP = ["add", "done", "wait"];
const COND = ["wait", "signal", "broadcast"];
const ATOMIC = ["load", "store", "compareAndSwap"];
const SYNCMAP = ["loadOrStore", "loadAndDelete"];
const ERRGROUP = ["go", "tryGo", "setLimit", "wait"];
const SINGLEFLIGHT = ["do", "doChan", "forget"];

/** What a resident is, as in "an operation cannot be sent to another thread"; undefined if a value is none. */
export function residentName(value: object): string | undefined {
  if (value instanceof Operation) return "an operation";
  if (value instanceof G || value instanceof RemoteGoroutine) return "a goroutine";
  if (can(value, CONTEXT)) return "a context";
  if (can(value, TIMER)) return "the channel of a timer";
  if (value instanceof Timer) return "a Timer";
  if (value instanceof Ticker) return "a Ticker";
  if (can(value, SYNCMAP)) return "a SyncMap";
  if (can(value, ERRGROUP)) return "an ErrGroup";
  if (can(value, SINGLEFLIGHT)) return "a SingleFlight";
  if (can(value, ATOMIC)) return "an atomic that is not of shared";
  const isLock = [LOCK, WEIGHTED, WAITGROUP, COND].some((methods) => can(value, methods));
  return isLock ? "a lock that is not of shared" : undefined;
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
