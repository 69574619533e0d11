/**
 * Waiting for the garbage collector. Tests run with `--expose-gc`.
 */
const { gc } = globalThis as { gc?: () => void };

/** Lets the collector run, with turns of the host between, which it needs to forget what WeakRefs gave out. */
export async function collect(): Promise<void> {
  if (gc === undefined) throw new Error("the garbage collector is not exposed: run with --expose-gc");
  for (let i = 0; i < 5; i++) {
    await new Promise(setImmediate);
    gc();
  }
}

/** How many of some objects are alive after the collector has run. */
export async function alive(refs: readonly WeakRef<object>[]): Promise<number> {
  await collect();
  return refs.filter((ref) => ref.deref() !== undefined).length;
}
