/** A clock of a test's own. Until `vi.restoreAllMocks()`. */
import { host } from "@gopark/core/internal";
import { vi } from "vitest";

/** Makes the host's clock run by itself so slowly that nothing is due before it is told that time has passed. */
export function ownClock(): (ms: number) => void {
  let time = host.now();
  vi.spyOn(host, "now").mockImplementation(() => {
    time += 0.001;
    return time;
  });
  return (ms) => {
    time += ms;
  };
}
