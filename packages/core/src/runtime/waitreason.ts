/**
 * Why a goroutine waits, in the words of Go's dumps.
 *
 * A parked goroutine's reason is that of the operation it is parked in, so it is never stored twice.
 *
 * @go runtime/runtime2.go waitReason
 */

/** What stands between the brackets of `goroutine 7 [chan receive]:`. */
export type WaitReason =
  | "chan receive"
  | "chan send"
  | "chan receive (nil chan)"
  | "chan send (nil chan)"
  | "sleep"
  | "promise"
  | "join"
  | (string & {});
