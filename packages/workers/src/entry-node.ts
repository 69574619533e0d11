/**
 * The module that Ms run where there is no bundler in between: on Node, Deno and Bun.
 */
import type { MInit } from "./control.js";
import { enterM } from "./entry.js";
import { threadHost } from "./host/threads.js";
// What the user's modules will ask for: so that all of the package is one file, and loaded at once.
import "./index.js";
import { enterHand } from "./messages/enter.js";
import type { HandInit } from "./messages/protocol.js";

const host = threadHost();
host?.receive((init) => {
  if (init.role === "hand") enterHand(init as HandInit, host);
  else enterM(init as MInit, host);
});
