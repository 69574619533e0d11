/** Every subject does every case it has, at a small size, and comes to the case's expected result. */

import { describe, expect, it } from "vitest";
import type { CaseName, SubjectName } from "./case-spec.js";
import { busyGoroutines, findCase } from "./cases.js";
import type { Subject } from "./subject.js";
import { subject as asyncMutex } from "./subjects/async-mutex.js";
import { subject as effect } from "./subjects/effect.js";
import { subject as effection } from "./subjects/effection.js";
import { subject as floor } from "./subjects/floor.js";
import { subject as gopark } from "./subjects/gopark.js";
import { subject as jsCsp } from "./subjects/js-csp.js";
import { subject as tsChan } from "./subjects/ts-chan.js";
import { subject as tsChanUnsafe } from "./subjects/ts-chan-unsafe.js";

const sizes: { readonly [C in CaseName]: number } = {
  "ping-pong": 40,
  "pipe-0": 50,
  "pipe-1": 50,
  "pipe-128": 500,
  "fan-8-8": 80,
  gosched: 40,
  spawn: 50,
  parked: 2_500,
  sieve: 20,
  skynet: 1_000,
  ring: 1_200,
  recursion: 1,
  "parked-10m": 50,
  "event-loop-gap": busyGoroutines,
  "select-3": 300,
  "select-ready": 600,
  "select-3-kept": 300,
  "select-ready-kept": 600,
  "mutex-contended": 80,
  "mutex-try": 50,
  "mutex-lock": 50,
  waitgroup: 50,
  timer: 50,
  sleeping: 50,
};

const subjects: { readonly [S in Exclude<SubjectName, "go">]: Subject } = {
  gopark,
  effect,
  effection,
  "ts-chan": tsChan,
  "ts-chan-unsafe": tsChanUnsafe,
  "js-csp": jsCsp,
  "async-mutex": asyncMutex,
  floor,
};

describe.each(Object.entries(subjects))("%s", (_name, subject) => {
  const memoryCases = ["parked", "parked-10m", "sleeping"];

  it.each(Object.keys(subject) as CaseName[])("does %s", async (caseName) => {
    let timesParked = 0;
    const probe = { parked: () => void timesParked++ };
    const result = await subject[caseName]?.(sizes[caseName], probe);
    const { expected, tolerance = 0 } = findCase(caseName);
    const wanted = expected(sizes[caseName]);
    expect(Math.abs((result ?? Number.NaN) - wanted)).toBeLessThanOrEqual(tolerance * wanted);
    expect(timesParked).toBe(memoryCases.includes(caseName) ? 1 : 0);
  });
});
