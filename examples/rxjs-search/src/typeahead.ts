/**
 * The search behind the field: from input events to answers.
 *
 * The events are RxJS's, and so are `map`, `debounceTime` and `switchMap`. The time they count is gopark's, and each
 * request is a goroutine.
 *
 *   T1  A query is asked once the user has paused, and not twice in a row.
 *   T2  A new query ends the search before it: requests that are open are called off by their context, those that
 *       wait for their turn are never begun. An answer is never older than the last query.
 *   T3  Of a search at most `limit` requests are open at a time.
 */
import { goparkScheduler, throughGoroutines } from "@gopark/rxjs";
import {
  debounceTime,
  distinctUntilChanged,
  filter,
  fromEvent,
  map,
  type Observable,
  range,
  reduce,
  switchMap,
} from "rxjs";
import type { SearchBox } from "./search-box.js";
import type { WordService } from "./word-service.js";

/** What a search has found. */
export interface Answer {
  readonly query: string;
  /** In the order of the alphabet. */
  readonly words: readonly string[];
}

/** How to search. */
export interface SearchOptions {
  /** How long the user has to pause, in milliseconds. */
  readonly pause: number;
  /** How many requests of a search may be open at a time. */
  readonly limit: number;
}

/** The answers to what is typed into a field. */
export function typeahead(box: SearchBox, service: WordService, options: SearchOptions): Observable<Answer> {
  return fromEvent(box, "input").pipe(
    map(() => box.value.trim().toLowerCase()),
    debounceTime(options.pause, goparkScheduler),
    distinctUntilChanged(),
    filter((query) => query !== ""),
    switchMap((query) => search(query, service, options.limit)),
  );
}

/** Asks all shards and gives one answer. */
function search(query: string, service: WordService, limit: number): Observable<Answer> {
  return range(0, service.shards.length).pipe(
    throughGoroutines(limit, (shard, ctx) => service.find(shard, query, ctx.signal)),
    reduce((words, found) => [...words, ...found], [] as string[]),
    map((words) => ({ query, words: words.sort() })),
  );
}
