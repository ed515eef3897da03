import type { ConfigUpdate } from '../registry/config-update.ts';
import type { Version } from '../registry/schema.ts';
import type { Config, Mode, SettingsScope } from '../registry/settings.ts';
import type { DeclaredVersion, Place } from './model.ts';
import type { RegistryPort } from './port.ts';
import { Refusal } from './port.ts';
import { configKeys, settingName } from './settings-fields.ts';
import type { VersionText } from './version-before.ts';

/** One change of a registry. */
export type Step =
  | {
      readonly kind: 'config';
      readonly scope: SettingsScope;
      readonly place: Place;
      /** Undefined: none, before or after. */
      readonly from: Config | undefined;
      readonly to: Config | undefined;
    }
  | {
      readonly kind: 'mode';
      readonly scope: SettingsScope;
      readonly place: Place;
      readonly from: Mode | undefined;
      readonly to: Mode | undefined;
    }
  | {
      readonly kind: 'register';
      readonly place: Place;
      readonly declared: DeclaredVersion;
      /** What it comes after, if anything. */
      readonly before: VersionText | undefined;
    }
  | {
      readonly kind: 'delete';
      readonly place: Place;
      readonly subject: string;
      readonly version: Version;
    };

/** Rejects with `Refusal` when the registry will not have it, else with what kept the port from asking. */
export async function takeStep(port: RegistryPort, step: Step): Promise<void> {
  switch (step.kind) {
    case 'config':
      await port.setConfig(step.scope, step.to && configUpdate(step.from, step.to));
      break;
    case 'mode':
      await port.setMode(step.scope, step.to);
      break;
    case 'register':
      await register(port, step.declared);
      break;
    case 'delete':
      await port.deleteVersion(step.subject, step.version);
      break;
  }
}

/** The subject that a step changes; undefined for one that changes all. */
export function subjectOfStep(step: Step): string | undefined {
  if (step.kind === 'register') return step.declared.subject;
  if (step.kind === 'delete') return step.subject;
  return step.scope.kind === 'subject' ? step.scope.subject : undefined;
}

/** In a few words, for reports. */
export function describeStep(step: Step): string {
  const subject = subjectOfStep(step) ?? 'the registry';
  if (step.kind === 'register') return `register version ${step.declared.version} of ${subject}`;
  if (step.kind === 'delete') return `delete version ${step.version} of ${subject}`;
  return `${step.to === undefined ? 'remove' : 'set'} the ${step.kind} of ${subject}`;
}

function configUpdate(from: Config | undefined, to: Config): ConfigUpdate {
  return Object.fromEntries(changedKeys(from, to).map((key) => [settingName(key), to[key] ?? null]));
}

async function register(port: RegistryPort, declared: DeclaredVersion): Promise<void> {
  const { subject, version, text: schema, schemaType, references, metadata, ruleSet } = declared;
  const attachments = { ...(metadata && { metadata }), ...(ruleSet && { ruleSet }) };
  const became = await port.register(subject, { schema, schemaType, references, ...attachments });
  if (became !== version) {
    throw new Refusal(
      `It is version ${became} of the subject, not ${version}: it repeats that one, or others were registered meanwhile`,
    );
  }
}

/** Keys in which two configs differ. */
export function changedKeys(from: Config | undefined, to: Config | undefined): readonly (keyof Config)[] {
  return configKeys.filter((key) => JSON.stringify(from?.[key]) !== JSON.stringify(to?.[key]));
}
