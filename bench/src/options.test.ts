import { describe, expect, it } from "vitest";
import { readOptions } from "./options.js";

describe("options", () => {
  it("leave out the cases that run only when named", () => {
    const names = readOptions([])?.cases.map((each) => each.name);
    expect(names).toContain("ping-pong");
    expect(names).not.toContain("parked-10m");
    expect(readOptions(["--cases=parked-10m"])?.cases.map((each) => each.name)).toEqual(["parked-10m"]);
  });

  it("say what was wanted and what was got", () => {
    expect(() => readOptions(["--rounds=0"])).toThrow('--rounds: want a whole number from 1 up, got "0"');
    expect(() => readOptions(["--cases=pingpong"])).toThrow('no case "pingpong"');
    expect(() => readOptions(["--subjects=rust"])).toThrow('got "rust"');
    expect(() => readOptions(["--roundz=3"])).toThrow("roundz");
  });
});
