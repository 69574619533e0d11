/**
 * A search service with several shards, each holding a part of the words, each answering after some time: what an
 * HTTP service is, without the network.
 *
 *   W1  A request that is called off by its signal rejects at once and is forgotten: nothing of it goes on.
 *   W2  Every request begun is counted once more when it ends: as answered or as called off.
 */
import { afterFunc } from "@gopark/core";

/** What has become of the requests so far. */
export interface Requests {
  /** All that were begun. */
  begun: number;
  /** Those that have answered. */
  answered: number;
  /** Those that were called off by their signal. */
  calledOff: number;
  /** The most that were open at the same time. */
  most: number;
}

/** The service. */
export class WordService {
  /** The words of each shard. */
  readonly shards: readonly (readonly string[])[];
  /** What has become of the requests. */
  readonly requests: Requests = { begun: 0, answered: 0, calledOff: 0, most: 0 };
  /** How long a request takes, in milliseconds. */
  private readonly latency: (shard: number) => number;

  constructor(words: readonly string[], shards: number, latency: (shard: number) => number) {
    this.shards = Array.from({ length: shards }, (_, shard) => words.filter((_, i) => i % shards === shard));
    this.latency = latency;
  }

  /** How many requests are open. */
  get open(): number {
    const { begun, answered, calledOff } = this.requests;
    return begun - answered - calledOff;
  }

  /** The words of a shard that contain `query`. */
  find(shard: number, query: string, signal: AbortSignal): Promise<readonly string[]> {
    const { requests } = this;
    requests.begun++;
    requests.most = Math.max(requests.most, this.open);
    return new Promise((resolve, reject) => {
      const callOff = (): void => {
        timer.stop();
        requests.calledOff++;
        reject(signal.reason);
      };
      const timer = afterFunc(this.latency(shard), () => {
        signal.removeEventListener("abort", callOff);
        requests.answered++;
        resolve((this.shards[shard] ?? []).filter((word) => word.includes(query)));
      });
      signal.addEventListener("abort", callOff, { once: true });
    });
  }
}
