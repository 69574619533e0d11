import { expectTypeOf, it } from "vitest";
import { fromEvent } from "./from-event.js";
import { map } from "./map.js";
import { pipe } from "./pipe.js";
import type { Stream } from "./stream.js";

declare const button: HTMLButtonElement;
declare const socket: WebSocket;
declare const emitter: {
  on(name: string, f: (line: string) => void): unknown;
  off(name: string, f: () => void): unknown;
};
const options = { buffer: 1, overflow: "latest" } as const;

it("knows the events of a target", () => {
  expectTypeOf(fromEvent(button, "click", options)).toEqualTypeOf<AsyncIterable<PointerEvent>>();
  expectTypeOf(fromEvent(socket, "message", options)).toEqualTypeOf<AsyncIterable<MessageEvent<any>>>();
  expectTypeOf(fromEvent(new EventTarget(), "mine", options)).toEqualTypeOf<AsyncIterable<Event>>();
});

it("is told what an emitter gives", () => {
  expectTypeOf(fromEvent<string>(emitter, "line", options)).toEqualTypeOf<AsyncIterable<string>>();
  expectTypeOf(fromEvent(emitter, "line", options)).toEqualTypeOf<AsyncIterable<unknown>>();
});

it("is a source", () => {
  const keys = pipe(
    fromEvent(button, "keydown", options),
    map((event) => event.key),
  );
  expectTypeOf(keys).toEqualTypeOf<Stream<string>>();
});

it("wants a policy and a bound", () => {
  // @ts-expect-error no options
  fromEvent(button, "click");
  // @ts-expect-error no overflow
  fromEvent(button, "click", { buffer: 1 });
  // @ts-expect-error no buffer
  fromEvent(button, "click", { overflow: "latest" });
  // @ts-expect-error an event's producer can't be paused
  fromEvent(button, "click", { buffer: 1, overflow: "block" });
});
