/**
 * Says what in a value cannot be sent, and where in it that is.
 *
 * A second walk, made only after the first has failed: the first keeps no path, and costs nothing for it.
 *
 *   UN1  It walks in the order of the encoder, so that it names what the encoder met first.
 */
import { whyNotShared } from "../doctor.js";
import { isHandle } from "../handles.js";
import {
  ARRAY,
  BOXED,
  BUFFER,
  ERROR,
  kindOf,
  MAP,
  MOVABLE,
  ORDINARY,
  SET,
  STUCK,
  TRAVELLER,
  unbox,
  VIEW,
} from "./kinds.js";
import { canGo } from "./lending.js";
import { residentName } from "./residents.js";

/** What cannot be sent, as in "a function cannot be sent to another thread". */
function whatIs(value: unknown): string {
  if (typeof value === "function") return "a function";
  if (typeof value === "symbol") return "a symbol";
  if (value instanceof ArrayBuffer) return "an ArrayBuffer that was moved away";
  const resident = typeof value === "object" && value !== null ? residentName(value) : undefined;
  if (resident !== undefined) return resident;
  const name: unknown = Object.prototype.toString.call(value).slice(8, -1);
  return `${/^[AEIOU]/.test(String(name)) ? "an" : "a"} ${name}`;
}

/** How a property is written in a path. */
function step(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${/^\d+$/.test(key) ? key : JSON.stringify(key)}]`;
}

/** How an entry of a map is written in a path. */
function entry(key: unknown): string {
  return typeof key === "object" || typeof key === "function" || typeof key === "symbol"
    ? ".get(...)"
    : `.get(${typeof key === "string" ? JSON.stringify(key) : String(key)})`;
}

/** The text about the first thing in `value` that cannot be sent; undefined if there is none. */
function find(
  value: unknown,
  path: string,
  seen: Set<unknown>,
  moved: ReadonlySet<unknown> | null,
): string | undefined {
  if (typeof value === "function" || typeof value === "symbol") return refusal(path, whatIs(value));
  if (typeof value !== "object" || value === null || seen.has(value) || moved?.has(value)) return undefined;
  seen.add(value);
  const within = (child: unknown, at: string): string | undefined => find(child, path + at, seen, moved);
  const all = (children: Iterable<[unknown, string]>): string | undefined => {
    for (const [child, at] of children) {
      const found = within(child, at);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  switch (kindOf(value)) {
    case ORDINARY:
    case ARRAY:
      return all(properties(value));
    case MAP:
      return all(entries(value as Map<unknown, unknown>));
    case SET:
      return all(members(value as Set<unknown>));
    case ERROR:
      return Object.hasOwn(value, "cause") ? within((value as Error).cause, ".cause") : undefined;
    case BOXED:
      return within(unbox(value), "");
    case VIEW:
      return within((value as ArrayBufferView).buffer, ".buffer");
    case BUFFER:
      return isDetached(value as ArrayBuffer) ? refusal(path, whatIs(value)) : undefined;
    case MOVABLE:
      return `${path}: a ${value.constructor.name} can only be moved to another thread: want move(value, [it])`;
    case STUCK:
      return refusal(path, whatIs(value));
    case TRAVELLER:
      // Where memory can be shared all of them can be sent.
      return isHandle(value) && !canGo(value)
        ? `${path}: atomics, Once and Cond can be used on other threads only in shared memory: ${whyNotShared()}`
        : undefined;
    default:
      return undefined;
  }
}

function* properties(value: object): Generator<[unknown, string]> {
  for (const key of Object.keys(value)) yield [(value as Record<string, unknown>)[key], step(key)];
}

function* entries(map: Map<unknown, unknown>): Generator<[unknown, string]> {
  let i = 0;
  for (const [key, value] of map) {
    yield [key, `.keys()[${i++}]`];
    yield [value, entry(key)];
  }
}

function* members(set: Set<unknown>): Generator<[unknown, string]> {
  let i = 0;
  for (const value of set) yield [value, `.values()[${i++}]`];
}

function isDetached(buffer: ArrayBuffer): boolean {
  try {
    return new Uint8Array(buffer).length < 0;
  } catch {
    return true;
  }
}

function refusal(path: string, what: string): string {
  return `${path}: ${what} cannot be sent to another thread`;
}

/**
 * The error for a value that cannot be sent. `where` says which value it is: `send: value`, `go: argument 2`.
 */
export function unsendable(where: string, value: unknown, moved: ReadonlySet<unknown> | null): TypeError {
  // What was there a moment ago may be gone if getters had a hand in it.
  return new TypeError(find(value, where, new Set(), moved) ?? refusal(where, "a part of the value"));
}
