import type { Config } from '../registry/settings.ts';
import type { EffectiveConfig } from '../registry/settings-in-scope.ts';
import { type Static, Type } from '../typebox.ts';
import { Metadata, MetadataInput, nullable, RuleSet, RuleSetInput } from './shapes.ts';

const settings = {
  alias: Type.String({ description: 'The subject that requests for this one mean' }),
  normalize: Type.Boolean({ description: 'Register in normalized form' }),
  validateFields: Type.Boolean({ description: 'Check reserved fields' }),
  validateNewSchemas: Type.Boolean({ description: 'Refuse schemas that are not valid' }),
  validateRules: Type.Boolean(),
  compatibilityPolicy: Type.String({ description: 'STRICT or LENIENT' }),
  compatibilityGroup: Type.String({
    description: 'Metadata property; versions with another value of it are not compared',
  }),
  defaultMetadata: Metadata,
  overrideMetadata: Metadata,
  defaultRuleSet: RuleSet,
  overrideRuleSet: RuleSet,
};
const level = Type.String({
  description: 'NONE, BACKWARD, FORWARD, FULL, or one of the last three with _TRANSITIVE',
});
export const ConfigBody = Type.Composite([
  Type.Object({ compatibilityLevel: level }),
  Type.Partial(Type.Object(settings)),
]);
export const UpdatedConfig = Type.Partial(Type.Object({ compatibility: level, ...settings }));
export const ConfigUpdate = Type.Object({
  compatibility: nullable(level),
  alias: nullable(settings.alias),
  normalize: nullable(settings.normalize),
  validateFields: nullable(settings.validateFields),
  validateNewSchemas: nullable(settings.validateNewSchemas),
  validateRules: nullable(settings.validateRules),
  compatibilityPolicy: nullable(settings.compatibilityPolicy),
  compatibilityGroup: nullable(settings.compatibilityGroup),
  defaultMetadata: nullable(MetadataInput),
  overrideMetadata: nullable(MetadataInput),
  defaultRuleSet: nullable(RuleSetInput),
  overrideRuleSet: nullable(RuleSetInput),
});

type ConfigBody = Static<typeof ConfigBody>;
type UpdatedConfig = Static<typeof UpdatedConfig>;

/** Config as it is read: the level is `compatibilityLevel`. */
export function configView(config: EffectiveConfig): ConfigBody {
  return config as ConfigBody;
}

/** Config as a change of it is answered: the level is `compatibility`. */
export function updatedConfigView(config: Config): UpdatedConfig {
  const { compatibilityLevel, ...rest } = config;
  const level = compatibilityLevel === undefined ? {} : { compatibility: compatibilityLevel };
  return { ...level, ...rest } as UpdatedConfig;
}
