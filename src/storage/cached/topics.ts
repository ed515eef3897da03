import { LRUCache } from 'lru-cache';
import type { ScopeFacts } from '../common/scope-facts.ts';

/** An answer of the database, and when it was asked for, as a number that only grows. */
export interface Fact<T = unknown> {
  readonly value: T;
  readonly askedAt: number;
}

/** Answers by question. */
export interface Answers {
  readonly facts: Map<string, Fact & { readonly weight: number }>;
  /** Those on their way. */
  readonly loading: Map<string, Promise<unknown>>;
}

/** What is remembered about a subject, a schema, or all: dropped whole when that changes, doubted when it may have. */
export interface Topic {
  /** The others are never older than this. */
  scope: Fact<ScopeFacts> | undefined;
  readonly named: Answers;
  /** By a schema's text: with anything added to it, it would be copied and hashed for each question. */
  readonly byText: Answers;
  /** What was asked for until then is in doubt: it counts only as long as the database gives no answer. */
  readonly doubtedUntil: number;
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
    const topic: Topic = { scope, named: noAnswers(), byText: noAnswers(), doubtedUntil: 0, weight };
    this.#topics.set(name, topic, { size: weight });
    return topic;
  }

  /** Remembers the answer, unless the topic was dropped since it was asked for. */
  keep(name: string, topic: Topic, { key, question, fact, weight }: Kept): void {
    if (this.#topics.peek(name) !== topic) return;
    const { facts } = topic[key];
    if (facts.size >= mostFacts) {
      this.drop(name);
      return;
    }
    const old = facts.get(question);
    topic.weight += old ? weight - old.weight : overhead + question.length + weight;
    facts.set(question, { ...fact, weight });
    this.#resize(name, topic);
  }

  /** Forgets the named questions of a topic that are `gone`. */
  forget(name: string, gone: (question: string) => boolean): void {
    const topic = this.#topics.peek(name);
    if (!topic) return;
    for (const [question, { weight }] of topic.named.facts) {
      if (!gone(question)) continue;
      topic.named.facts.delete(question);
      topic.weight -= overhead + question.length + weight;
    }
    this.#resize(name, topic);
  }

  /** Keeps what is remembered, but as of no later than this; answers on their way are not kept. */
  doubt(name: string, until: number): void {
    const topic = this.#topics.peek(name);
    if (!topic) return;
    const doubted: Topic = {
      ...topic,
      named: { facts: topic.named.facts, loading: new Map() },
      byText: { facts: topic.byText.facts, loading: new Map() },
      doubtedUntil: until,
    };
    this.#topics.set(name, doubted, { size: topic.weight });
  }

  doubtAll(until: number): void {
    // Each one doubted moves in the order that is walked here.
    const names = [...this.#topics.keys()];
    for (const name of names) this.doubt(name, until);
  }

  drop(name: string): void {
    this.#topics.delete(name);
  }

  clear(): void {
    this.#topics.clear();
  }

  #resize(name: string, topic: Topic): void {
    // The size of a value that is there already would not be taken anew.
    this.drop(name);
    this.#topics.set(name, topic, { size: topic.weight });
  }
}

/** An answer to be remembered. */
interface Kept {
  readonly key: 'named' | 'byText';
  readonly question: string;
  readonly fact: Fact;
  readonly weight: number;
}

function noAnswers(): Answers {
  return { facts: new Map(), loading: new Map() };
}
