import {
  type Attachments,
  attachmentsOf,
  type Candidate,
  isEmpty,
  readAsStored,
  readCandidate,
  refuseInvalid,
  rememberStored,
  type SchemaRequest,
} from './candidate.ts';
import { takeGuards } from './change-under-guard.ts';
import { commitInLine, type LineOutcome } from './commit-in-line.ts';
import { incompatibilities } from './compatibility.ts';
import type { Dependencies } from './dependencies.ts';
import { findExisting } from './find-existing.ts';
import type { ParsedSchema, Work } from './format.ts';
import { guidOf } from './identity.ts';
import { addsToContent, inheritAttachments, markVersion } from './inherit.ts';
import { ReadAside } from './read-aside.ts';
import { refusals } from './refusals.ts';
import type {
  Guid,
  SchemaContent,
  SchemaId,
  SchemaReference,
  StoredSchema,
  SubjectVersion,
  Version,
} from './schema.ts';
import { type Config, globalScope, subjectScope } from './settings.ts';
import { configInScope, refuseReadOnly } from './settings-in-scope.ts';
import type { Guard, Write } from './store.ts';
import { storedSchema } from './stored-schema.ts';
import { resolveSubject } from './subject-alias.ts';
import { normalizeSubject, writableSubject } from './subject-name.ts';
import { toVersion } from './version-id.ts';

export interface RegisteredSchema {
  readonly id: SchemaId;
  readonly version: Version;
  readonly guid: Guid;
  readonly content: SchemaContent;
}

export interface RegisterOptions {
  readonly normalize: boolean;
  /** Aborted when nobody waits for the answer any more. What is being committed then is committed. */
  readonly signal?: AbortSignal;
}

/** What one request asks for, and what is known of it. */
interface Order extends RegisterOptions {
  readonly subject: string;
  readonly request: SchemaRequest;
  readonly own: Attachments;
  readonly work: Work;
  /** Schemas read for this request. */
  readonly parsed: ReadAside<ParsedSchema>;
}

/**
 * Makes the schema a version of the subject and resolves once that is durable. A schema that the subject
 * holds already is answered as it stands, before mode and compatibility are looked at.
 * Throws 42208 (subject), 42210 (rule set), 42201 (schema), 42205 (mode), 409 (incompatible).
 */
export async function registerSchema(
  deps: Dependencies,
  subjectName: string,
  request: SchemaRequest,
  given: RegisterOptions,
): Promise<RegisteredSchema> {
  const own = attachmentsOf(request);
  const subject = writableSubject(await resolveSubject(deps, writableSubject(subjectName)));
  const { normalize, signal } = given;
  const work = { kind: 'registration', signal } as const;
  const order = { subject, request, own, normalize, signal, work, parsed: new ReadAside(deps.parsed) };
  const registered = await alreadyRegistered(deps, order);
  if (registered) return registered;
  const created = await commitInLine(deps, {
    subject,
    mayFollow: isPlain(request),
    decide: (given) => decide(given, order),
  });
  deps.holdersChanged([created.id]);
  return created;
}

/**
 * A request for what is there needs no turn in the queue. But no commit will show whether the answer rests
 * on the present, so it must.
 */
async function alreadyRegistered(
  deps: Dependencies,
  { subject, request, own, parsed, work, ...options }: Order,
): Promise<RegisteredSchema | undefined> {
  await deps.store.refresh([subjectScope(subject), globalScope]);
  const config = await configInScope(deps, subject);
  const version = request.version ?? 0;
  if (isEmpty(request) || addsToContent(config) || version > 0) return undefined;
  const normalize = options.normalize || config.normalize === true;
  const { content } = await readCandidate({ ...deps, parsed }, request, own, normalize, work);
  const found = await findExisting(deps, subject, content, {
    deleted: false,
    latestOnly: version === -1,
  });
  const wantedId = request.id ?? -1;
  if (!found || (wantedId >= 0 && wantedId !== found.id)) return undefined;
  // It comes a second time at least.
  parsed.share();
  return { id: found.id, version: found.version, guid: found.schema.guid, content: found.schema };
}

/** Whether a request asks for nothing but its own text to become the next version. */
function isPlain(request: SchemaRequest): boolean {
  const { references, version, id } = request;
  return !isEmpty(request) && (references ?? []).length === 0 && (version ?? 0) === 0 && (id ?? -1) < 0;
}

async function decide(deps: Dependencies, order: Order): Promise<LineOutcome<RegisteredSchema>> {
  const { subject, request, work } = order;
  const referred = referredSubjects(request);
  const guards = await takeGuards(deps.store, [
    { scope: globalScope, changes: false },
    { scope: subjectScope(subject), changes: true },
    { scope: { kind: 'referrers', subject }, changes: false },
    ...referred.map((name) => ({ scope: subjectScope(name), changes: false })),
  ]);
  await refuseReadOnly(deps, subjectScope(subject));
  if ((request.id ?? -1) >= 0) throw refusals.notInImportMode(subject);

  const versions = await deps.store.versions(subject);
  const live = versions.filter(({ deleted }) => !deleted);
  const next = toVersion((versions.at(-1)?.version ?? 0) + 1);
  const config = await configInScope(deps, subject);
  const candidate = await inheritingCandidate(deps, order, config, live.at(-1), next);
  const guid = guidOf(candidate.content);
  if (live.length > 0 && (request.version ?? 0) === 0) {
    const found = await findExisting(deps, subject, candidate.content, { deleted: false, latestOnly: false });
    if (found) {
      const answer = { id: found.id, version: found.version, guid: found.schema.guid, content: found.schema };
      return { kind: 'answer', answer };
    }
  }
  if (config.validateNewSchemas !== false) await refuseInvalid(subject, candidate, work);
  const messages = await incompatibilities(deps, config, candidate, live, work);
  if (messages.length > 0) throw refusals.incompatibleSchema(subject, messages);
  if ((request.version ?? 0) > 0 && request.version !== next) {
    throw refusals.invalidSchema('Version is not one more than previous version');
  }
  const { content } = candidate;
  const timestamp = deps.now();
  const superseded = await supersededVersions(deps, subject, versions, candidate, guid);
  const added: Write = { kind: 'add-version', subject, version: next, content, guid, timestamp };
  order.signal?.throwIfAborted();
  // Many wait for the disk at once: what they have read is read again should it come to another decision.
  order.parsed.forget();
  // A subject that has grown grows on, and the next version is compared with this one.
  const keep = live.length > 0 ? rememberStored(deps, candidate) : undefined;
  const addition = {
    version: { subject, version: next, deleted: false, timestamp },
    content,
    guid,
    parsed: keep && readAsStored(candidate),
    before: versions,
    revision: revisionAfter(guards, subject),
  };
  return {
    kind: 'change',
    guards: [...guards, ...content.references.map(referrersChange)],
    writes: [added, ...superseded],
    addition: superseded.length === 0 ? addition : undefined,
    answer([given]) {
      const id = assigned(given);
      keep?.(id);
      return { id, version: next, guid, content };
    },
  };
}

/** The candidate with what it takes from the latest version: attachments, or all when it sends no schema. */
async function inheritingCandidate(
  deps: Dependencies,
  { request, own, parsed, work, ...options }: Order,
  config: Config,
  latest: SubjectVersion | undefined,
  next: Version,
): Promise<Candidate> {
  const latestSchema = latest && (await storedSchema(deps, latest.id));
  const inherited = inheritAttachments(config, own, latestSchema);
  const attachments = markVersion(inherited, (request.version ?? 0) !== 0, next);
  const normalize = options.normalize || config.normalize === true;
  // References that the latest version brings along were judged when it was registered.
  const store = isEmpty(request) ? deps.wholeStore : deps.store;
  const reader = { ...deps, store, parsed };
  return await readCandidate(reader, withText(request, latestSchema), attachments, normalize, work);
}

function withText(request: SchemaRequest, latest: StoredSchema | undefined): SchemaRequest {
  if (!isEmpty(request)) return request;
  if (!latest) throw refusals.invalidSchema('Empty schema');
  return { ...request, schema: latest.text, schemaType: latest.schemaType, references: latest.references };
}

/** Deleted versions of the same content give way to the new one, unless something still refers to them. */
async function supersededVersions(
  deps: Dependencies,
  subject: string,
  versions: readonly SubjectVersion[],
  { content }: Candidate,
  guid: Guid,
): Promise<readonly Write[]> {
  const deleted = versions.filter((version) => version.deleted);
  if (deleted.length === 0) return [];
  const same = (await deps.wholeStore.schemasByGuid(guid)).find(
    ({ schemaType }) => schemaType === content.schemaType,
  );
  const superseded: Version[] = [];
  for (const { id, version } of deleted) {
    if (id !== same?.id) continue;
    if ((await deps.wholeStore.referrers(subject, version)).length === 0) superseded.push(version);
  }
  return superseded.length > 0 ? [{ kind: 'remove-versions', subject, versions: superseded }] : [];
}

function referredSubjects(request: SchemaRequest): readonly string[] {
  const names = (request.references ?? []).map(({ subject }) => normalizeSubject(subject ?? ''));
  return [...new Set(names)];
}

/** Others may come to refer to the same subject meanwhile; that alters nothing decided here. */
function referrersChange({ subject }: SchemaReference): Guard {
  return { scope: { kind: 'referrers', subject }, revision: 'any', changes: true };
}

/** The revision that the subject has once a change under these guards is committed. */
function revisionAfter(guards: readonly Guard[], subject: string): number {
  const own = guards.find(({ scope }) => scope.kind === 'subject' && scope.subject === subject);
  if (typeof own?.revision !== 'number') throw new Error('No guard holds the revision of the subject');
  return own.revision + 1;
}

function assigned(id: SchemaId | undefined): SchemaId {
  if (id === undefined) throw new Error('The store committed a version without an id');
  return id;
}
