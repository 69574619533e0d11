/**
 * Which files the process holds open, as Linux tells.
 */
import { readdirSync, readlinkSync } from "node:fs";

/** The open files below a directory. */
export function openFiles(dir: string): string[] {
  return readdirSync("/proc/self/fd")
    .map((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`);
      } catch {
        // The one that listed the directory.
        return "";
      }
    })
    .filter((path) => path.startsWith(`${dir}/`));
}
