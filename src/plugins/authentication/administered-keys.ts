import type { FastifyRequest } from 'fastify';
import type { KeyChange } from '../../access/key-changes.ts';
import { KeyError, type Keys, type KeyView } from '../../access/keys.ts';
import type { AuditTrail } from '../../audit/event.ts';
import { type KeyAnswer, keyAnswer, type ShownKeyAnswer, shownKeyAnswer } from '../../jobs/key-answer.ts';
import { HttpError } from '../http-error.ts';

/** Who asks for a change of a key. */
type Asker = Pick<FastifyRequest, 'principal' | 'ip' | 'id'>;

export interface AdministeredKeysOptions {
  readonly keys: Keys;
  readonly audit: AuditTrail;
  /** Called after a change; must not throw. */
  readonly onChange: (change: KeyChange, id: string) => void;
}

const statuses = { invalid: 422, 'not-found': 404, revoked: 409 } as const;

/** API keys as routes manage them: each change is audited, and refusals are ones for clients. */
export class AdministeredKeys {
  readonly #options: AdministeredKeysOptions;

  constructor(options: AdministeredKeysOptions) {
    this.#options = options;
  }

  async list(): Promise<KeyAnswer[]> {
    return (await this.#options.keys.list()).map(keyAnswer);
  }

  /** @param key its end in text (RFC 3339) */
  async create(
    by: Asker,
    { name, grants, expiresAt }: { name: string; grants: readonly string[]; expiresAt?: string },
  ): Promise<ShownKeyAnswer> {
    const made = this.#change(by, 'created', { name, grants }, (keys) =>
      keys.create({ name, grants, expiresAt: momentOf(expiresAt) }),
    );
    return shownKeyAnswer(await made);
  }

  async revoke(by: Asker, id: string): Promise<KeyAnswer> {
    return keyAnswer(await this.#change(by, 'revoked', { id }, (keys) => keys.revoke(id)));
  }

  async rotate(
    by: Asker,
    id: string,
    { overlapSeconds, expiresAt }: { overlapSeconds: number; expiresAt?: string },
  ): Promise<ShownKeyAnswer> {
    const rotated = this.#change(by, 'rotated', { id }, (keys) =>
      keys.rotate(id, { overlapMs: overlapSeconds * 1000, expiresAt: momentOf(expiresAt) }),
    );
    return shownKeyAnswer(await rotated);
  }

  async #change<View extends KeyView>(
    by: Asker,
    change: KeyChange,
    wanted: Readonly<Record<string, unknown>>,
    work: (keys: Keys) => Promise<View>,
  ): Promise<View> {
    const { keys, onChange } = this.#options;
    try {
      const view = await work(keys);
      onChange(change, view.id);
      const { id, name, grants, expiresAt, previousUntil } = keyAnswer(view);
      this.#record(by, change, 'success', { id, name, grants, expiresAt, previousUntil });
      return view;
    } catch (error) {
      this.#record(by, change, 'failure', wanted);
      throw error instanceof KeyError ? new HttpError(statuses[error.reason], error.message) : error;
    }
  }

  #record(
    { principal, ip, id }: Asker,
    change: KeyChange,
    outcome: 'success' | 'failure',
    details: Readonly<Record<string, unknown>>,
  ): void {
    this.#options.audit.record({
      event: `key.${change}`,
      outcome,
      actor: `${principal.kind}:${principal.id}`,
      address: ip,
      requestId: id,
      details,
    });
  }
}

function momentOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Date.parse(text);
}
