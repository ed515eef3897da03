/**
 * What the registry should do, in memory and one request at a time: ids, versions and errors of registering, looking
 * up, reading, deleting, config and mode. Schemas are of two types; of one subject those of one type are compatible in
 * every direction, those of two types in none.
 */
export interface ModelContent {
  readonly name: string;
  readonly type: 'string' | 'integer';
  readonly reference?: { readonly subject: string; readonly version: number } | undefined;
}

export type Level = 'NONE' | 'BACKWARD' | 'FORWARD_TRANSITIVE' | 'FULL';
export type Mode = 'READWRITE' | 'READONLY';

/** Absent: all subjects. */
type Scope = string | undefined;

export type Operation =
  | { readonly kind: 'register'; readonly subject: string; readonly content: ModelContent }
  | {
      readonly kind: 'look up';
      readonly subject: string;
      readonly content: ModelContent;
      readonly deleted: boolean;
    }
  | {
      readonly kind: 'read';
      readonly subject: string;
      readonly version: number | 'latest';
      readonly deleted: boolean;
    }
  | { readonly kind: 'list'; readonly subject: string; readonly deleted: boolean }
  | { readonly kind: 'referrers'; readonly subject: string; readonly version: number }
  | {
      readonly kind: 'delete version';
      readonly subject: string;
      readonly version: number | 'latest';
      readonly permanent: boolean;
    }
  | { readonly kind: 'delete subject'; readonly subject: string; readonly permanent: boolean }
  | { readonly kind: 'set level'; readonly scope: Scope; readonly level: Level }
  | { readonly kind: 'reset level'; readonly scope: Scope }
  | { readonly kind: 'get level'; readonly scope: Scope; readonly defaultToGlobal: boolean }
  | { readonly kind: 'set mode'; readonly scope: Scope; readonly mode: Mode }
  | { readonly kind: 'reset mode'; readonly scope: Scope };

/** The code of a refusal, or what the answer says. */
export type Expected = { readonly code: number } | { readonly body: unknown };

interface ModelVersion {
  readonly subject: string;
  readonly version: number;
  readonly id: number;
  readonly content: ModelContent;
  deleted: boolean;
}

export class RegistryModel {
  #versions: ModelVersion[] = [];
  #lastId: number;
  readonly #levels = new Map<Scope, Level>();
  readonly #modes = new Map<Scope, Mode>();

  /** `lastId` is the highest id given out before. */
  constructor(lastId: number) {
    this.#lastId = lastId;
  }

  get lastId(): number {
    return this.#lastId;
  }

  /** Carries the operation out and says how it must be answered. */
  apply(operation: Operation): Expected {
    const { kind } = operation;
    if (kind === 'register') return this.#register(operation.subject, operation.content);
    if (kind === 'look up') return this.#lookUp(operation.subject, operation.content, operation.deleted);
    if (kind === 'read') return this.#read(operation.subject, operation.version, operation.deleted);
    if (kind === 'list') return this.#list(operation.subject, operation.deleted);
    if (kind === 'referrers') return this.#referrersOf(operation.subject, operation.version);
    if (kind === 'delete subject') return this.#deleteSubject(operation.subject, operation.permanent);
    if (kind === 'set level') return this.#setLevel(operation.scope, operation.level);
    if (kind === 'reset level') return this.#resetLevel(operation.scope);
    if (kind === 'get level') return this.#getLevel(operation.scope, operation.defaultToGlobal);
    if (kind === 'set mode') return this.#setMode(operation.scope, operation.mode);
    if (kind === 'reset mode') return this.#resetMode(operation.scope);
    return this.#deleteVersion(operation.subject, operation.version, operation.permanent);
  }

  #register(subject: string, content: ModelContent): Expected {
    if (!this.#resolves(content)) return { code: 42201 };
    const all = this.#of(subject);
    const live = all.filter(({ deleted }) => !deleted);
    const same = live.find((each) => isSame(each.content, content));
    if (same) return { body: { id: same.id } };
    if (this.#readOnly(subject)) return { code: 42205 };
    if (!this.#isCompatible(subject, content, live)) return { code: 409 };
    const id = this.#versions.find((each) => isSame(each.content, content))?.id ?? ++this.#lastId;
    const version = Math.max(0, ...all.map((each) => each.version)) + 1;
    // Deleted versions of the same content give way, but for those that something still refers to.
    this.#versions = this.#versions.filter(
      (each) => each.subject !== subject || each.id !== id || this.#referrers(each, true).length > 0,
    );
    this.#versions.push({ subject, version, id, content, deleted: false });
    return { body: { id } };
  }

  #isCompatible(subject: string, content: ModelContent, live: readonly ModelVersion[]): boolean {
    const level = this.#levelOf(subject);
    if (level === 'NONE') return true;
    const compared = level.endsWith('_TRANSITIVE') ? live : live.slice(-1);
    return compared.every((each) => each.content.type === content.type);
  }

  #lookUp(subject: string, content: ModelContent, deleted: boolean): Expected {
    if (!this.#resolves(content)) return { code: 42201 };
    const seen = this.#of(subject).filter((each) => deleted || !each.deleted);
    const found = seen.findLast((each) => isSame(each.content, content));
    if (found) return { body: { subject, version: found.version, id: found.id } };
    return { code: seen.length === 0 ? 40401 : 40403 };
  }

  #read(subject: string, wanted: number | 'latest', deleted: boolean): Expected {
    const all = this.#of(subject);
    const live = all.filter((each) => !each.deleted);
    const found =
      wanted === 'latest' ? live.at(-1) : (deleted ? all : live).find(({ version }) => version === wanted);
    if (found) return { body: { subject, version: found.version, id: found.id } };
    return { code: (deleted ? all : live).length === 0 ? 40401 : 40402 };
  }

  #list(subject: string, deleted: boolean): Expected {
    const seen = this.#of(subject).filter((each) => deleted || !each.deleted);
    return seen.length === 0 ? { code: 40401 } : { body: seen.map(({ version }) => version) };
  }

  #referrersOf(subject: string, version: number): Expected {
    const target = this.#read(subject, version, true);
    if ('code' in target) return target;
    const ids = this.#referrers({ subject, version }, false).map(({ id }) => id);
    return { body: [...new Set(ids)].toSorted((a, b) => a - b) };
  }

  #deleteVersion(subject: string, wanted: number | 'latest', permanent: boolean): Expected {
    const all = this.#of(subject);
    if (all.length === 0) return { code: 40401 };
    const target =
      wanted === 'latest'
        ? all.findLast((each) => !each.deleted)
        : all.find(({ version }) => version === wanted);
    if (!target) return { code: 40402 };
    if (!permanent && target.deleted) return { code: 40406 };
    if (this.#readOnly(subject)) return { code: 42205 };
    if (this.#referrers(target, permanent).length > 0) return { code: 42206 };
    if (permanent && !target.deleted) return { code: 40407 };
    this.#delete(subject, [target], permanent);
    return { body: target.version };
  }

  #deleteSubject(subject: string, permanent: boolean): Expected {
    const all = this.#of(subject);
    if (all.length === 0) return { code: 40401 };
    if (this.#readOnly(subject)) return { code: 42205 };
    const live = all.filter((each) => !each.deleted);
    if (!permanent && live.length === 0) return { code: 40404 };
    const affected = permanent ? all : live;
    const referred = affected.some((each) =>
      this.#referrers(each, permanent).some((referrer) => referrer.subject !== subject),
    );
    if (referred) return { code: 42206 };
    if (permanent && live.length > 0) return { code: 40405 };
    this.#delete(subject, affected, permanent);
    return { body: affected.map(({ version }) => version) };
  }

  #delete(subject: string, affected: readonly ModelVersion[], permanent: boolean): void {
    for (const each of affected) each.deleted = true;
    if (!permanent) return;
    this.#versions = this.#versions.filter((each) => !affected.includes(each));
    if (this.#of(subject).length > 0) return;
    this.#levels.delete(subject);
    this.#modes.delete(subject);
  }

  #setLevel(scope: Scope, level: Level): Expected {
    if (this.#readOnly(scope)) return { code: 42205 };
    this.#levels.set(scope, level);
    return { body: { compatibility: level } };
  }

  #getLevel(scope: Scope, defaultToGlobal: boolean): Expected {
    if (scope !== undefined && !defaultToGlobal && !this.#levels.has(scope)) return { code: 40408 };
    return { body: { compatibilityLevel: this.#levelOf(scope) } };
  }

  #setMode(scope: Scope, mode: Mode): Expected {
    this.#modes.set(scope, mode);
    return { body: { mode } };
  }

  #resetLevel(scope: Scope): Expected {
    if (scope !== undefined && !this.#levels.has(scope)) return { code: 40401 };
    if (this.#readOnly(scope)) return { code: 42205 };
    const compatibilityLevel = this.#levelOf(scope);
    this.#levels.delete(scope);
    return { body: { compatibilityLevel } };
  }

  #resetMode(scope: Scope): Expected {
    const mode = this.#modes.get(scope);
    if (scope !== undefined && mode === undefined) return { code: 40401 };
    this.#modes.delete(scope);
    return { body: { mode: mode ?? 'READWRITE' } };
  }

  #of(subject: string): ModelVersion[] {
    return this.#versions
      .filter((each) => each.subject === subject)
      .toSorted((a, b) => a.version - b.version);
  }

  #resolves({ reference }: ModelContent): boolean {
    return (
      reference === undefined ||
      this.#of(reference.subject).some(({ version }) => version === reference.version)
    );
  }

  #referrers(
    target: { readonly subject: string; readonly version: number },
    deleted: boolean,
  ): ModelVersion[] {
    return this.#versions.filter(
      ({ content, ...each }) =>
        content.reference?.subject === target.subject &&
        content.reference.version === target.version &&
        (deleted || !each.deleted),
    );
  }

  #levelOf(scope: Scope): Level {
    return this.#levels.get(scope) ?? this.#levels.get(undefined) ?? 'BACKWARD';
  }

  #readOnly(scope: Scope): boolean {
    return (this.#modes.get(scope) ?? this.#modes.get(undefined)) === 'READONLY';
  }
}

function isSame(a: ModelContent, b: ModelContent): boolean {
  return (
    a.name === b.name &&
    a.type === b.type &&
    a.reference?.subject === b.reference?.subject &&
    a.reference?.version === b.reference?.version
  );
}
