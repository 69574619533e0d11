import { type Op, type RecvChan, sleep } from "@gopark/core";
import { expectTypeOf, test } from "vitest";
import { type FlightResult, SingleFlight } from "./singleflight.js";

const flights = new SingleFlight<string, number>();

test("functions of any kind give the result", () => {
  expectTypeOf(flights.do("k", () => 1)).toEqualTypeOf<Op<FlightResult<number>>>();
  flights.do("k", async () => 1);
  flights.doChan("k", function* () {
    yield* sleep(1);
    return 1;
  });
  expectTypeOf(flights.doChan("k", () => 1)).toEqualTypeOf<RecvChan<FlightResult<number>>>();
});

test("keys and results have their types", () => {
  // @ts-expect-error
  flights.do(1, () => 1);
  // @ts-expect-error
  flights.do("k", () => "1");
  // @ts-expect-error
  flights.forget(1);
});
