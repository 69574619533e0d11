import { expect, it } from "vitest";
import { execute } from "./child.js";

const node = process.execPath;

it("keeps stdout, stderr and the exit code", async () => {
  const ended = await execute(node, ["-e", "console.log(1); console.error(2); process.exitCode = 3"]);
  expect(ended).toEqual({ stdout: "1\n", stderr: "2\n", code: 3 });
});

it("tells which signal ended a process", async () => {
  const ended = await execute(node, [
    "-e",
    "process.kill(process.pid, 'SIGTERM'); setTimeout(() => {}, 5000)",
  ]);
  expect(ended).toEqual({ stdout: "", stderr: "\nended by SIGTERM\n", code: null });
});

it("hides settings that change what is printed", async () => {
  process.env["GOTRACEBACK"] = "all";
  try {
    const ended = await execute(node, ["-p", "process.env.GOTRACEBACK"]);
    expect(ended?.stdout).toBe("undefined\n");
  } finally {
    delete process.env["GOTRACEBACK"];
  }
});

it("sets further variables", async () => {
  const ended = await execute(node, ["-p", "process.env.MORE"], { MORE: "yes" });
  expect(ended?.stdout).toBe("yes\n");
});

it("answers undefined for a command that does not exist", async () => {
  expect(await execute("no-such-command-anywhere", [])).toBeUndefined();
});
