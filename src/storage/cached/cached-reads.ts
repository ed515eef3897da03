import { setTimeout as wait } from 'node:timers/promises';
import type { KeepAsker } from '../../registry/asker.ts';
import type { SettingsScope } from '../../registry/settings.ts';
import type { GuardScope } from '../../registry/store.ts';
import { StoreUnavailableError } from '../../registry/store.ts';
import type { ScopeFacts } from '../common/scope-facts.ts';
import { type CacheableStore, factsScope } from './cacheable-store.ts';
import { SharedLoads } from './shared-loads.ts';
import {
  everything,
  listings,
  referredSubjects,
  referring,
  subjectReferredTo,
  topicOfScope,
} from './topic-names.ts';
import { type Fact, type Topic, Topics } from './topics.ts';
import type { Trust } from './trust.ts';

export interface CachedReadsOptions {
  readonly store: Pick<CacheableStore, 'scopeFacts'>;
  readonly trust: Trust;
  /** Bound on what is remembered, in characters. */
  readonly maxWeight: number;
  /** How long the database has for an answer when an old one is known, in milliseconds. */
  readonly patience: number;
  /** Told of each question whether memory had its answer, as part of the call; must not throw. */
  readonly onRead?: ((known: boolean) => void) | undefined;
  readonly keepAsker?: KeepAsker | undefined;
}

/** A question about a topic. One question always has answers of one type. */
export interface Question<T> {
  readonly topic: string;
  /** `byText`: the name is a schema's text, which stands for itself. */
  readonly key?: 'named' | 'byText';
  readonly name: string;
  read(): Promise<T>;
  /** Characters in the answer, or what takes about as much. */
  weigh(answer: T): number;
  /** Whether the answer is worth remembering; by default it is. */
  keeps?(answer: T): boolean;
}

/**
 * Answers from memory where that is current, else from the database, and from memory after all when the
 * database gives none. What `currentScopes` gives is of now, and facts asked for after it are not older.
 */
export class CachedReads {
  readonly topics: Topics;
  readonly #trust: Trust;
  readonly #patience: number;
  readonly #scopes: SharedLoads<SettingsScope, Fact<ScopeFacts>>;
  readonly #onRead: ((known: boolean) => void) | undefined;
  #hits = 0;
  #misses = 0;

  constructor({ store, trust, maxWeight, patience, onRead, keepAsker }: CachedReadsOptions) {
    this.#onRead = onRead;
    this.topics = new Topics(maxWeight);
    this.#trust = trust;
    this.#patience = patience;
    this.#scopes = new SharedLoads(async (scopes) => {
      const askedAt = trust.next();
      const facts = await store.scopeFacts(scopes);
      trust.answered();
      return facts.map((value) => ({ value, askedAt }));
    }, keepAsker);
  }

  get stats(): { hits: number; misses: number; entries: number; weight: number } {
    const { entries, weight } = this.topics;
    return { hits: this.#hits, misses: this.#misses, entries, weight };
  }

  answer<T>(question: Question<T>): Promise<T> {
    const topic = this.topics.open(question.topic);
    const { facts, loading } = topic[question.key ?? 'named'];
    const known = facts.get(question.name) as Fact<T> | undefined;
    if (known !== undefined && this.#isCurrent(topic, known)) {
      this.#count(true);
      return Promise.resolve(known.value);
    }
    this.#count(false);
    const underWay = this.#trust.listening ? loading.get(question.name) : undefined;
    const answer = (underWay as Promise<T> | undefined) ?? this.#load(topic, question);
    return known === undefined ? answer : this.#orKnown(answer, known.value);
  }

  /** The facts of a scope, from memory when they are current. */
  scope(scope: SettingsScope): Promise<ScopeFacts> {
    const topic = this.topics.find(topicOfScope(scope));
    const known = topic?.scope;
    if (topic && known && this.#isCurrent(topic, known)) {
      this.#count(true);
      return Promise.resolve(known.value);
    }
    this.#count(false);
    const answer = this.#loadScopes([scope]).then(([facts]) => facts as ScopeFacts);
    return known === undefined ? answer : this.#orKnown(answer, known.value);
  }

  /** True when it is known at once that the subject has no versions. */
  knownWithoutVersions(subject: string): boolean {
    const topic = this.topics.find(topicOfScope({ kind: 'subject', subject }));
    const known = topic?.scope;
    return topic && known ? !known.value.hasVersions && this.#isCurrent(topic, known) : false;
  }

  /** What is remembered of the topics may have changed: it is asked for again before it is used, if that can be. */
  doubt(names: Iterable<string>): void {
    const until = this.#trust.next();
    for (const name of names) this.topics.doubt(name, until);
  }

  /** Forgets who refers to these subjects. */
  forgetReferrers(subjects: ReadonlySet<string>): void {
    if (subjects.size === 0) return;
    this.topics.forget(referring, (question) => subjects.has(subjectReferredTo(question)));
  }

  /** All that is remembered may have changed. */
  doubtAll(): void {
    this.topics.doubtAll(this.#trust.next());
  }

  /** The facts of the scopes as they are now, never from memory; what is remembered and older is dropped. */
  async currentScopes(scopes: readonly GuardScope[]): Promise<readonly ScopeFacts[]> {
    const facts = await this.#loadScopes(scopes.map(factsScope));
    // What depends on several subjects may be older than these.
    this.topics.drop(everything);
    this.forgetReferrers(referredSubjects(scopes));
    this.doubt([listings, referring]);
    return facts;
  }

  #count(known: boolean): void {
    if (known) this.#hits += 1;
    else this.#misses += 1;
    this.#onRead?.(known);
  }

  #isCurrent({ doubtedUntil }: Topic, { askedAt }: Fact): boolean {
    return askedAt > doubtedUntil && this.#trust.isCurrent(askedAt);
  }

  async #loadScopes(scopes: readonly SettingsScope[]): Promise<readonly ScopeFacts[]> {
    const names = scopes.map(topicOfScope);
    const before = names.map((name) => this.topics.open(name));
    const loaded = await this.#scopes.values(scopes);
    for (const [index, name] of names.entries()) this.#settle(name, before[index], loaded[index]);
    return loaded.map(({ value }) => value);
  }

  /**
   * Facts remembered beside a scope's revision must not be older than it: a decision on them would be taken
   * for one on the present. They stay only under the same facts.
   */
  #settle(name: string, before: Topic | undefined, loaded: Fact<ScopeFacts> | undefined): void {
    const topic = this.topics.find(name);
    if (topic?.scope && same(topic.scope.value, loaded?.value)) {
      if (topic === before) topic.scope = loaded;
    } else if (topic === before) this.topics.renew(name, loaded);
    // Dropped meanwhile: what was loaded may be from before that.
    else this.topics.drop(name);
  }

  async #load<T>(
    topic: Topic,
    { topic: name, key = 'named', name: question, ...how }: Question<T>,
  ): Promise<T> {
    const askedAt = this.#trust.next();
    const loading = how.read();
    const underWay = topic[key].loading;
    underWay.set(question, loading);
    try {
      const value = await loading;
      this.#trust.answered();
      if (how.keeps?.(value) ?? true) {
        const fact = { value, askedAt };
        this.topics.keep(name, topic, { key, question, fact, weight: how.weigh(value) });
      }
      return value;
    } finally {
      if (underWay.get(question) === loading) underWay.delete(question);
    }
  }

  /** What the database says, or what is known when it says nothing in time. */
  async #orKnown<T>(answer: Promise<T>, known: T): Promise<T> {
    const answered = new AbortController();
    const late = wait(this.#patience, 'late' as const, { signal: answered.signal });
    late.catch(() => undefined);
    const outcome = await Promise.race([
      answer.then(
        (value) => ({ value }),
        (error: unknown) => ({ error }),
      ),
      late,
    ]);
    answered.abort();
    if (outcome !== 'late' && 'value' in outcome) return outcome.value;
    if (outcome !== 'late' && !(outcome.error instanceof StoreUnavailableError)) throw outcome.error;
    this.#trust.gaveStale();
    return known;
  }
}

/** Who refers to a subject is remembered elsewhere: other facts hold whatever became of that. */
function same(a: ScopeFacts, b: ScopeFacts | undefined): boolean {
  return (
    b !== undefined && JSON.stringify({ ...a, referrersRevision: b.referrersRevision }) === JSON.stringify(b)
  );
}
