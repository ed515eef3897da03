import { LRUCache } from 'lru-cache';
import type { ScopeFacts } from './cacheable-store.ts';

/** An answer of the database, and when it was asked for, as a number that only grows. */
export interface Fact<T = unknown> {
  readonly value: T;
  readonly askedAt: number;
}

/** What is remembered about a subject, a schema, or all: dropped whole when that changes. */
export interface Topic {
  /** The others are never older than this. */
  scope: Fact<ScopeFacts> | undefined;
  readonly facts: Map<string, Fact>;
  /** Answers on their way, by question. */
  readonly loading: Map<string, Promise<unknown>>;
  weight: number;
}

/** Memory that a topic takes, or an answer, besides its text, in characters. */
const overhead = 300;

/** More questions about one topic than are asked in earnest. */
const mostFacts = 1000;

/** Topics by name, the least used given up first. */
export class Topics {
  readonly #topics: LRUCache<string, Topic>;

  /** @param maxWeight bound on all together, in characters or what takes about as much */
  constructor(maxWeight: number) {
    this.#topics = new LRUCache({ maxSize: maxWeight });
  }

  get entries(): number {
    return this.#topics.size;
  }

  get weight(): number {
    return this.#topics.calculatedSize;
  }

  find(name: string): Topic | undefined {
    return this.#topics.get(name);
  }

  /** The topic of this name, new when it is not known. */
  open(name: string): Topic {
    return this.#topics.get(name) ?? this.renew(name, undefined);
  }

  /** The topic anew, with nothing but this. */
  renew(name: string, scope: Fact<ScopeFacts> | undefined): Topic {
    const weight = overhead * 2 + name.length + JSON.stringify(scope?.value.config ?? '').length;
    const topic: Topic = { scope, facts: new Map(), loading: new Map(), weight };
    this.#topics.set(name, topic, { size: weight });
    return topic;
  }

  /** Remembers the answer, unless the topic was dropped since it was asked for. */
  keep(name: string, topic: Topic, question: string, fact: Fact, weight: number): void {
    if (this.#topics.peek(name) !== topic) return;
    if (topic.facts.size >= mostFacts) {
      this.drop(name);
      return;
    }
    if (!topic.facts.has(question)) topic.weight += overhead + question.length + weight;
    topic.facts.set(question, fact);
    this.#topics.set(name, topic, { size: topic.weight });
  }

  drop(name: string): void {
    this.#topics.delete(name);
  }

  clear(): void {
    this.#topics.clear();
  }
}
