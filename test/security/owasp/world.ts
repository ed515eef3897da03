import type { GuardedService } from '../../helpers/guarded-service.ts';

/** What the attempts meet: a service with subjects of two teams, and a server of the attacker's. */
export interface World {
  readonly service: GuardedService;
  readonly ids: { readonly own: number; readonly other: number; readonly shared: number };
  readonly otherGuid: string;
  readonly attacker: {
    readonly url: string;
    /** Paths that were asked for. */
    readonly asked: string[];
  };
}

/** One of the ten: attempts, each of which must fail. */
export type Attempts = (world: () => World) => void;

export const jsonSchema = (schema: unknown) => ({ schemaType: 'JSON', schema: JSON.stringify(schema) });
