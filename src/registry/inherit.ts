import type { Attachments } from './candidate.ts';
import { confluentVersion, mergeMetadata, property, withProperty } from './metadata.ts';
import { mergeRuleSets } from './rule-set.ts';
import type { StoredSchema } from './schema.ts';
import type { Config } from './settings.ts';

/** True when the config itself adds to what is registered, so that a request alone does not tell the content. */
export function addsToContent(config: Config): boolean {
  const { defaultMetadata, overrideMetadata, defaultRuleSet, overrideRuleSet } = config;
  return Boolean(defaultMetadata ?? overrideMetadata ?? defaultRuleSet ?? overrideRuleSet);
}

/**
 * The metadata and rule set that a candidate gets: its own, else those of the latest version, over the
 * config's defaults and under the config's overrides.
 */
export function inheritAttachments(
  config: Config,
  own: Attachments,
  latest: StoredSchema | undefined,
): Attachments {
  return {
    metadata: mergeMetadata(
      mergeMetadata(config.defaultMetadata, own.metadata ?? latest?.metadata),
      config.overrideMetadata,
    ),
    ruleSet: mergeRuleSets(
      mergeRuleSets(config.defaultRuleSet, own.ruleSet ?? latest?.ruleSet),
      config.overrideRuleSet,
    ),
  };
}

/** Writes the version into the metadata when the request asked for it, or when it stands there already. */
export function markVersion(attachments: Attachments, asked: boolean, version: number): Attachments {
  const { metadata } = attachments;
  if (!asked && property(metadata, confluentVersion) === undefined) return attachments;
  return { ...attachments, metadata: withProperty(metadata, confluentVersion, String(version)) };
}
