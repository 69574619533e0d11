/**
 * The module that the monitor runs where there is no bundler in between. It loads no scheduler, and so comes up sooner.
 */
import type { MonitorInit } from "./control.js";
import { threadHost } from "./host/threads.js";
import { enterMonitor } from "./monitor.js";

const host = threadHost();
host?.receive((init) => enterMonitor(init as MonitorInit, host));
