/**
 * Goroutines that any M can run: functions that have a name, which finds them on every thread.
 *
 *   RG1  A name is `url#name`. It stands for one function on each thread: the one that the module at `url` registers
 *        when it is loaded there.
 *   RG2  In a worker that was built apart, modules have no URLs: there the name alone finds the function.
 *   RG3  With TOLD behind its name, it is the function that never panics: it gives `[true, result]`, or false and what
 *        was thrown.
 */
import { call, type Go, RuntimeError } from "@gopark/core";
import { wrong } from "@gopark/core/internal";

/** A function that can be started on any thread. */
export interface Registered {
  /** URL of the module that registers it. */
  readonly url: string;
  /** Its name there. */
  readonly name: string;
  /** The function, on this thread. */
  readonly fn: (...args: any[]) => unknown;
  /** Its number in `memory`; 0 until it is first needed. */
  id: number;
  /** The shared memory in which it has that number. */
  memory: object | null;
  /** The one that never panics (RG3); null until it is first needed, and in itself. */
  told: Registered | null;
}

/** Stands behind the name of a function that never panics. No name that somebody writes ends with it. */
const TOLD = "\0";

const byFunction = new Map<unknown, Registered>();
const byName = new Map<string, Registered>();
/** By their names alone, in a bundle. */
const byShortName = new Map<string, Registered>();
/** Who waits for a registration. */
const waiting = new Map<string, (() => void)[]>();
/** Whether this thread runs a bundle of its own (RG2). */
let isBundle = false;

/**
 * Gives a function a name by which all threads find it, so that `go` may start it on any of them. Returns the
 * function itself.
 *
 * Call it at the top level of a module, with the module's `import.meta.url`: another thread that is to run the function
 * imports that module. So what else stands at the top level runs there, too; `run` and `main` of this package don't
 * start anything there. The function gets copies of its arguments and can't see variables of the thread that
 * called `go`.
 *
 * @typeParam F the type of the function
 * @throws TypeError if an argument is not what it has to be
 * @throws RuntimeError `goroutine: registered twice` for another function under the same name
 * @example
 * ```ts no-run
 * import { go } from "@gopark/core";
 * import { goroutine, main } from "@gopark/workers";
 *
 * const fib = goroutine(import.meta.url, "fib", function* (n: number): Generator<never, number> {
 *   let [a, b] = [0, 1];
 *   for (let i = 0; i < n; i++) [a, b] = [b, a + b];
 *   return a;
 * });
 *
 * main(function* () {
 *   const results = [10, 20, 30].map((n) => go(fib, n));
 *   for (const result of results) console.log(yield* result.join());
 * });
 * ```
 * @go go statement
 * @differs D-51, D-53, D-54
 */
export function goroutine<F extends (...args: any[]) => unknown>(url: string | URL, name: string, fn: F): F {
  const href = String(url);
  if (!URL.canParse(href)) throw wrong("goroutine: url", "import.meta.url", url);
  if (typeof name !== "string" || name === "") throw wrong("goroutine: name", "a name", name);
  if (typeof fn !== "function") throw wrong("goroutine", "a function", fn);
  const key = `${href}#${name}`;
  const known = byName.get(key);
  if (known !== undefined && known.fn !== fn)
    throw new RuntimeError(`goroutine: registered twice: ${key}`, "  want another name for each function");
  if (known === undefined) {
    const entry: Registered = { url: href, name, fn, id: 0, memory: null, told: null };
    byName.set(key, entry);
    // One function may have several names; any of them finds it.
    if (!byFunction.has(fn)) byFunction.set(fn, entry);
    if (fn.name === "") Object.defineProperty(fn, "name", { value: name, configurable: true });
    if (isBundle) byShortName.set(name, entry);
    const told = waiting.get(key);
    waiting.delete(key);
    for (const f of told ?? []) f();
  }
  return fn;
}

/** The one that never panics, of a registered function (RG3). */
function toldOf(entry: Registered): Registered {
  const { fn, name, told, url } = entry;
  if (told !== null) return told;
  const attempt = function* (...args: unknown[]): Go<[boolean, unknown]> {
    try {
      return [true, yield* call(fn as (...args: unknown[]) => any, ...args)];
    } catch (error) {
      return [false, error];
    }
  };
  Object.defineProperty(attempt, "name", { value: fn.name });
  entry.told = { url, name: name + TOLD, fn: attempt, id: 0, memory: null, told: null };
  return entry.told;
}

/** What is registered for a function, or the one of it that never panics; undefined if nothing is. */
export function registeredAs(fn: unknown, isTold = false): Registered | undefined {
  const entry = byFunction.get(fn);
  return entry !== undefined && isTold ? toldOf(entry) : entry;
}

/** A name without TOLD. */
function bare(key: string): string {
  return key.endsWith(TOLD) ? key.slice(0, -1) : key;
}

/** What is registered under `url#name` on this thread. */
export function registeredUnder(key: string): Registered | undefined {
  const name = bare(key);
  const entry = byName.get(name) ?? byShortName.get(name.slice(name.lastIndexOf("#") + 1));
  return entry !== undefined && name !== key ? toldOf(entry) : entry;
}

/** Calls `f` when `url#name` is registered. */
export function onRegistration(key: string, f: () => void): void {
  const name = bare(key);
  const told = waiting.get(name) ?? [];
  told.push(f);
  waiting.set(name, told);
}

/** From now on names are enough to find a goroutine on this thread (RG2). */
export function findByName(): void {
  isBundle = true;
  for (const entry of byName.values()) byShortName.set(entry.name, entry);
}
