/** ts-chan with every channel in its unsafe mode; see `ts-chan.ts` for what that gives up. */

import { Chan } from "ts-chan";
import type { Subject } from "../subject.js";
import { tsChan } from "./ts-chan.js";

const everything = tsChan((capacity = 0) => new Chan(capacity).setUnsafe(true));

/** Only the cases in which a channel carries the work: the others would repeat ts-chan's own figures. */
const { gosched: _gosched, spawn: _spawn, "event-loop-gap": _gap, ...onChannels } = everything;

export const subject: Subject = onChannels;
