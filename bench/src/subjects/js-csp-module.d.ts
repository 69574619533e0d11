/** The part of js-csp that the benchmark uses; the package brings no types and is a CommonJS module. */
declare module "js-csp" {
  export interface Channel<T> {
    close(): void;
    put(value: T, handler: object): object | null;
  }
  /** What a process yields: something to wait for. */
  export interface Instruction {
    readonly channel: object;
  }
  export type Process<T = void> = Generator<Instruction | null, T, any>;
  const csp: {
    go<A extends unknown[], T>(body: (...args: A) => Process<T>, args?: A): Channel<T>;
    chan<T>(buffer?: number): Channel<T>;
    put<T>(channel: Channel<T>, value: T): Instruction;
    take<T>(channel: Channel<T>): Instruction;
    takeAsync<T>(channel: Channel<T>, callback: (value: T) => void): void;
  };
  // biome-ignore lint/style/noDefaultExport: what a CommonJS module looks like from here
  export default csp;
}
