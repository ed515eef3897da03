import { configSchema, loadConfig } from '../../../src/config.ts';
import { settingsOf } from '../kubernetes/manifests.ts';
import type { Container } from '../kubernetes/types.ts';
import type { Rule } from './rule.ts';

const object = 'Deployment/schemagate';
const settings = 'spec.template.spec.containers.0.env';
/** Read by Node.js itself. */
const ofNode = new Set(['NODE_ENV', 'NODE_EXTRA_CA_CERTS']);

export const settingRules: readonly Rule[] = [
  {
    id: 'settings-exist',
    faults: ({ pods }) =>
      pods.flatMap(({ spec }) =>
        spec.containers.flatMap(({ env = [] }) =>
          env
            .filter(({ name }) => !(name in configSchema.properties) && !ofNode.has(name))
            .map(({ name }) => `there is no setting ${name}`),
        ),
      ),
    brokenBy: { in: 'sqlite', object, path: `${settings}.0.name`, value: 'ADDRESS' },
  },
  {
    id: 'settings-have-good-values',
    faults: ({ services }) => services.flatMap(({ container }) => problemsOf(container)),
    brokenBy: { in: 'sqlite', object, path: `${settings}.4.value`, value: '15s' },
  },
  {
    // On any other address than the machine's own the service wants to be told.
    id: 'access-is-decided',
    faults: ({ services }) =>
      services
        .filter(({ container }) => !['required', 'none'].includes(settingsOf(container).AUTH ?? 'auto'))
        .map(({ container: { name } }) => `${name} does not start before it has a key`),
    brokenBy: { in: 'sqlite', object, path: `${settings}.1.value`, value: 'auto' },
  },
  {
    id: 'files-of-settings-are-mounted',
    faults: ({ pods }) =>
      pods.flatMap(({ spec }) =>
        spec.containers.flatMap((container) =>
          Object.entries(settingsOf(container))
            .filter(([name]) => name.endsWith('_FILE'))
            .filter(
              ([, path]) =>
                !container.volumeMounts?.some(({ mountPath }) => path.startsWith(`${mountPath}/`)),
            )
            .map(([name]) => `${name} names a file that is not mounted`),
        ),
      ),
    brokenBy: {
      in: 'production',
      object,
      path: `${settings}.0`,
      value: { name: 'AUDIT_KEY_FILE', value: '/audit/key' },
    },
  },
];

/** Values only: the files are not on this machine. */
function problemsOf(container: Container): readonly string[] {
  const values = Object.entries(settingsOf(container)).filter(([name]) => !name.endsWith('_FILE'));
  const loaded = loadConfig(Object.fromEntries(values));
  return loaded.ok ? [] : loaded.problems;
}
