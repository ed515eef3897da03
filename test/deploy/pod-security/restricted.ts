import { type Control, containersOf, contextsOf, inEffect } from './control.ts';

const container = 'containers.0.securityContext';
const volumeTypes = new Set([
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
]);

/** What the profile *restricted* asks for beyond *baseline*, for pods on Linux. */
export const restricted: readonly Control[] = [
  {
    id: 'restrictedVolumes',
    keeps: ({ volumes = [] }) =>
      volumes.every((volume) => Object.keys(volume).every((key) => key === 'name' || volumeTypes.has(key))),
    brokenBy: [['volumes.0', { name: 'data', nfs: { server: 'nfs', path: '/' } }]],
    keptBy: [['volumes.0', { name: 'data', ephemeral: {} }]],
  },
  {
    id: 'allowPrivilegeEscalation',
    keeps: (pod) =>
      containersOf(pod).every(({ securityContext }) => securityContext?.allowPrivilegeEscalation === false),
    brokenBy: [
      [`${container}.allowPrivilegeEscalation`, true],
      [`${container}.allowPrivilegeEscalation`, undefined],
    ],
    keptBy: [],
  },
  {
    id: 'runAsNonRoot',
    keeps: (pod) => inEffect(pod, ({ runAsNonRoot }) => runAsNonRoot),
    brokenBy: [[`${container}.runAsNonRoot`, false]],
    keptBy: [[`${container}.runAsNonRoot`, undefined]],
  },
  {
    id: 'runAsUser',
    keeps: (pod) => contextsOf(pod).every(({ runAsUser }) => runAsUser !== 0),
    brokenBy: [
      [`${container}.runAsUser`, 0],
      ['securityContext.runAsUser', 0],
    ],
    keptBy: [[`${container}.runAsUser`, 1000]],
  },
  {
    id: 'seccompProfile_restricted',
    keeps: (pod) =>
      inEffect(pod, ({ seccompProfile: { type } = {} }) =>
        type === undefined ? undefined : ['RuntimeDefault', 'Localhost'].includes(type),
      ),
    brokenBy: [
      ['securityContext.seccompProfile', undefined],
      [`${container}.seccompProfile`, { type: 'Unconfined' }],
    ],
    keptBy: [[`${container}.seccompProfile`, { type: 'Localhost' }]],
  },
  {
    id: 'capabilities_restricted',
    keeps: (pod) =>
      containersOf(pod).every(
        ({ securityContext: { capabilities: { drop = [], add = [] } = {} } = {} }) =>
          drop.includes('ALL') && add.every((name) => name === 'NET_BIND_SERVICE'),
      ),
    brokenBy: [
      [`${container}.capabilities.drop`, ['NET_RAW']],
      [`${container}.capabilities.add`, ['CHOWN']],
    ],
    keptBy: [[`${container}.capabilities.add`, ['NET_BIND_SERVICE']]],
  },
];
