import type { OutboxChange } from '../../registry/outbox.ts';
import type { ContentKey, GuardScope, Write } from '../../registry/store.ts';
import { Overlay } from './overlay.ts';

export type WriteOf<Kind extends Write['kind']> = Extract<Write, { kind: Kind }>;

/** What becomes of one version that the changes name. */
export interface VersionEffect {
  readonly subject: string;
  readonly version: number;
  readonly state:
    | { readonly kind: 'added'; readonly write: WriteOf<'add-version'>; readonly deletedAt?: number }
    /** Stored before, and marked deleted. */
    | { readonly kind: 'marked'; readonly deletedAt: number }
    | { readonly kind: 'removed' };
}

/** How much the revision of a scope grows. */
export interface Growth {
  readonly scope: GuardScope;
  readonly by: number;
}

/** What changes that are committed together leave behind. */
export interface Effect {
  /** By the scope's name. */
  readonly growth: Map<string, Growth>;
  /** By number and subject, with a space between. */
  readonly versions: Map<string, VersionEffect>;
  /** What versions were added with, by content name, in the order of the writes. */
  readonly contents: Map<string, WriteOf<'add-version'>>;
  /** By the scope's key as latin1. */
  readonly configs: Map<string, WriteOf<'set-config'>>;
  readonly modes: Map<string, WriteOf<'set-mode'>>;
  readonly properties: Map<string, string>;
  /** In the order of the changes. */
  readonly outbox: OutboxChange[];
}

/** That of no change, to be filled. */
export function emptyEffect(): Effect {
  return {
    growth: new Map(),
    versions: new Map(),
    contents: new Map(),
    configs: new Map(),
    modes: new Map(),
    properties: new Map(),
    outbox: [],
  };
}

/** One more change on top of an effect, which can still be given up. */
export class EffectDraft {
  readonly growth: Overlay<Growth>;
  readonly versions: Overlay<VersionEffect>;
  readonly contents: Overlay<WriteOf<'add-version'>>;
  readonly configs: Overlay<WriteOf<'set-config'>>;
  readonly modes: Overlay<WriteOf<'set-mode'>>;
  readonly properties: Overlay<string>;

  constructor(effect: Effect) {
    this.growth = new Overlay(effect.growth);
    this.versions = new Overlay(effect.versions);
    this.contents = new Overlay(effect.contents);
    this.configs = new Overlay(effect.configs);
    this.modes = new Overlay(effect.modes);
    this.properties = new Overlay(effect.properties);
  }

  keep(): void {
    this.growth.keep();
    this.versions.keep();
    this.contents.keep();
    this.configs.keep();
    this.modes.keep();
    this.properties.keep();
  }
}

/** The key under which an `add-version` stores its content. */
export function contentKeyOf({ guid, content }: WriteOf<'add-version'>): ContentKey {
  return { guid, schemaType: content.schemaType };
}
