/**
 * The module that Ms run where there is no bundler in between: on Node, Deno and Bun.
 */
import type { MInit } from "./control.js";
import { enterM } from "./entry.js";
import { threadHost } from "./host/threads.js";

const host = threadHost();
host?.receive((init) => enterM(init as MInit, host));
