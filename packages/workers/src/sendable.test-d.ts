import type { Chan, RecvChan, SendChan } from "@gopark/core";
import { describe, expectTypeOf, it } from "vitest";
import { move } from "./move.js";
import type { NotSendable, Sendable, Whole } from "./sendable.js";
import type { sharedChan } from "./shared-chan.js";

declare function post<T>(value: T & Sendable<T>): void;

class Point {
  x = 1;
  length(): number {
    return this.x;
  }
}
interface Tree {
  readonly left?: Tree;
  readonly right: Tree | null;
  readonly value: number;
}
interface Folder {
  readonly parent: Folder | null;
  readonly files: Map<string, Folder>;
  readonly links: ReadonlyMap<Folder, string>;
  readonly seen: Set<Folder>;
  readonly roots: ReadonlySet<Folder>;
}
interface Listener {
  readonly by: Map<string, Listener>;
  readonly calls: Set<() => void>;
}
type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
declare const tree: Tree;
declare const json: Json;
declare const folder: Folder;
declare const listener: Listener;
declare const anything: any;

describe("Sendable", () => {
  it("is the type itself for what arrives as it is", () => {
    expectTypeOf<Sendable<{ a: number; b?: string[] }>>().toEqualTypeOf<{ a: number; b?: string[] }>();
    expectTypeOf<Sendable<Date | undefined>>().toEqualTypeOf<Date | undefined>();
    expectTypeOf<Sendable<Map<string, Set<number>>>>().toEqualTypeOf<Map<string, Set<number>>>();
    expectTypeOf<Sendable<Chan<() => void>>>().toEqualTypeOf<Chan<() => void>>();
    expectTypeOf<Sendable<any>>().toBeAny();
    expectTypeOf<Sendable<unknown>>().toBeUnknown();
    expectTypeOf<Whole>().not.toBeAny();
  });

  it("takes values of all cloneable kinds", () => {
    post(1);
    post("s");
    post(1n);
    post(null);
    post(undefined);
    post([1, "two", { three: [3] }] as const);
    post(new Uint8Array(1));
    post(new Error("e"));
    post(/r/);
    post(new Map([["k", { v: 1 }]]));
    post(new SharedArrayBuffer(1));
    post({ port: new MessageChannel().port1 });
    post(new Blob([]));
    post(tree);
    post(folder);
    post(json);
    post(anything);
    post(move({ buffer: new ArrayBuffer(1) }, []));
    post({} as { recv: RecvChan<Tree>; send: SendChan<Tree>; shared: ReturnType<typeof sharedChan<Tree>> });
  });

  it("rejects what cannot be sent, at any depth", () => {
    // @ts-expect-error a function
    post(() => 1);
    // @ts-expect-error a symbol
    post(Symbol("s"));
    // @ts-expect-error a function in an object
    post({ a: { f: () => 1 } });
    // @ts-expect-error a function in an array
    post([() => 1]);
    // @ts-expect-error a function in a map
    post(new Map([["k", () => 1]]));
    // @ts-expect-error a function in a set
    post(new Set([() => 1]));
    // @ts-expect-error a function in a set of what contains itself in a map
    post(listener);
    // @ts-expect-error a function that is a key of a map
    post({} as ReadonlyMap<() => void, number>);
    // @ts-expect-error the instance of a class: its methods would be lost
    post(new Point());
    // @ts-expect-error the same, further in
    post({ points: [new Point()] });
    // @ts-expect-error a promise
    post(Promise.resolve(1));
    // @ts-expect-error a weak collection
    post(new WeakMap());
    // @ts-expect-error a generator
    post((function* () {})());
    // @ts-expect-error an object of the host that is no port
    post(new AbortController());
  });

  it("has nothing to do with what the host can move", () => {
    move({}, [new ArrayBuffer(1), new MessageChannel().port1, new ReadableStream()]);
    // @ts-expect-error a stream arrives only if it is moved
    post(new ReadableStream());
  });

  it("says what is in the way", () => {
    expectTypeOf<Sendable<() => void>>().toEqualTypeOf<NotSendable<"a function">>();
    expectTypeOf<Sendable<{ f: () => void }>>().toEqualTypeOf<
      NotSendable<"the instance of a class, or an object with a method">
    >();
  });
});
