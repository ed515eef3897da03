import { isSecretSetting, secretValues } from '../../src/config/secret-settings.ts';
import { configSchema } from '../../src/config.ts';

/** API keys, whole. */
const apiKey = /\bsgk_[0-9A-Za-z]+_[0-9A-Za-z_-]{16,}/;

/** Tells of text whether it holds a secret: an API key, or one of these settings of a service. */
export function leakFinder(settings: Readonly<Record<string, string>>): (text: string) => boolean {
  const secretOnes = Object.entries(settings).filter(([name]) =>
    isSecretSetting(name, configSchema.properties),
  );
  const files = secretOnes.map(([name]) => [`${name}_FILE`, '']);
  const values = secretValues(Object.fromEntries([...secretOnes, ...files]));
  return (text) => apiKey.test(text) || values.some((value) => text.includes(value));
}
