/** The part of js-csp that the benchmark uses; the package brings no types and is a CommonJS module. */
declare module "js-csp" {
  export interface Channel<T> {
    close(): void;
    put(value: T, handler: object): object | null;
  }
  /** What a process yields: something to wait for. */
  export type Instruction = { readonly channel: object } | { readonly operations: readonly object[] };
  /** What `yield alts(...)` answers: the operation that was done. */
  export interface AltResult<T> {
    readonly value: T;
    readonly channel: Channel<T>;
  }
  export type Process<T = void> = Generator<Instruction | null, T, any>;
  const csp: {
    go<A extends unknown[], T>(body: (...args: A) => Process<T>, args?: A): Channel<T>;
    chan<T>(buffer?: number): Channel<T>;
    put<T>(channel: Channel<T>, value: T): Instruction;
    take<T>(channel: Channel<T>): Instruction;
    /** A channel stands for a take from it, a pair for a put of the value. */
    alts<T>(operations: readonly (Channel<T> | readonly [Channel<T>, T])[]): Instruction;
    /** A channel that closes after so many milliseconds. */
    timeout(ms: number): Channel<never>;
    takeAsync<T>(channel: Channel<T>, callback: (value: T) => void): void;
  };
  // biome-ignore lint/style/noDefaultExport: what a CommonJS module looks like from here
  export default csp;
}
