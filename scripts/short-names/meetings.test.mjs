import { expect, it } from "vitest";
import { shortened } from "../packages.mjs";
import { Meetings } from "./meetings.mjs";

const meetings = new Meetings(shortened);

it("properties of a class, and of what it extends, meet", () => {
  expect(meetings.neighbours("isTold")).toContain("chan");
  expect(meetings.neighbours("isTold")).toContain("state");
  expect(meetings.neighbours("runnext")).not.toContain("slots");
});

it("an optional property meets every other", () => {
  expect(meetings.neighbours("runnext")).toContain("abandon");
  expect(meetings.neighbours("abandon")).toContain("slots");
});

it("what users see is published, also on a class itself", () => {
  for (const name of ["site", "recvOk", "withContext", "case"]) expect(meetings.published).toContain(name);
  for (const name of ["runnext", "elem", "cell"]) expect(meetings.published).not.toContain(name);
});

it("what the host and the language have is foreign", () => {
  for (const name of ["round", "call", "error", "timeOrigin", "enumerable"])
    expect(meetings.foreign).toContain(name);
  expect(meetings.foreign).not.toContain("runnext");
});

it("a class that users can extend is open, also under another name", () => {
  expect(meetings.open).toContain("cell");
  expect(meetings.open).toContain("isWoken");
  expect(meetings.open).not.toContain("runnext");
});

it("what is given to others is theirs, also if it may be left out, or its type is written on the spot", () => {
  const { foreign } = new Meetings(new Set(["@gopark/streams"]));
  for (const name of ["fd", "writable", "emitClose", "enroll"]) expect(foreign).toContain(name);
  for (const name of ["flow", "park", "option"]) expect(foreign).not.toContain(name);
});
