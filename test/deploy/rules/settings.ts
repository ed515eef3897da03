import { configSchema, loadConfig } from '../../../src/config.ts';
import { flagsIn } from '../../../src/flags/flag-file.ts';
import { type Manifests, settingsOf } from '../kubernetes/manifests.ts';
import type { Container, PodSpec } from '../kubernetes/types.ts';
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
  {
    // Pods do not start on a file of flags that is wrong.
    id: 'flags-are-good',
    faults: (manifests) =>
      manifests.services.flatMap(({ pod, container }) => flagFaults(manifests, pod.spec, container)),
    brokenBy: {
      in: 'sqlite',
      object: 'ConfigMap/schemagate-flags',
      path: 'data.flags~yaml',
      value: 'compresion: false',
    },
  },
];

function flagFaults(manifests: Manifests, spec: PodSpec, container: Container): readonly string[] {
  const path = settingsOf(container).FLAGS_FILE;
  const mount = container.volumeMounts?.find(({ mountPath }) => path?.startsWith(`${mountPath}/`));
  if (path === undefined || mount === undefined) return ['flags can not be switched without a new pod'];
  const volume = spec.volumes?.find(({ name }) => name === mount.name)?.configMap?.name;
  const map = manifests.all.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === volume);
  const text = map?.data?.[path.slice(mount.mountPath.length + 1)];
  if (text === undefined) return [`there is no ${path}`];
  try {
    return flagsIn(path, () => text).unknown.map((name) => `there is no flag ${name}`);
  } catch (error) {
    return [String(error)];
  }
}

/** Values only: the files are not on this machine. */
function problemsOf(container: Container): readonly string[] {
  const values = Object.entries(settingsOf(container)).filter(([name]) => !name.endsWith('_FILE'));
  const loaded = loadConfig(Object.fromEntries(values));
  return loaded.ok ? [] : loaded.problems;
}
