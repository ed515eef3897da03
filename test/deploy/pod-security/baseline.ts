import { type Control, containersOf, contextsOf, type SecuredContainer } from './control.ts';

const container = 'containers.0.securityContext';
const capabilities = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);
const sysctls = new Set([
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.tcp_wmem',
]);
const seLinuxTypes = new Set([
  '',
  'container_t',
  'container_init_t',
  'container_kvm_t',
  'container_engine_t',
]);

/** What the profile *baseline* asks for; *restricted* has it all, some of it stricter. */
export const baseline: readonly Control[] = [
  {
    id: 'windowsHostProcess',
    keeps: (pod) => contextsOf(pod).every(({ windowsOptions }) => windowsOptions?.hostProcess !== true),
    brokenBy: [[`${container}.windowsOptions`, { hostProcess: true }]],
    keptBy: [[`${container}.windowsOptions`, { hostProcess: false }]],
  },
  {
    id: 'hostNamespaces',
    keeps: ({ hostNetwork, hostPID, hostIPC }) => ![hostNetwork, hostPID, hostIPC].includes(true),
    brokenBy: [
      ['hostNetwork', true],
      ['hostPID', true],
      ['hostIPC', true],
    ],
    keptBy: [['hostNetwork', false]],
  },
  {
    id: 'privileged',
    keeps: (pod) => contextsOf(pod).every(({ privileged }) => privileged !== true),
    brokenBy: [[`${container}.privileged`, true]],
    keptBy: [[`${container}.privileged`, false]],
  },
  {
    id: 'capabilities_baseline',
    keeps: (pod) =>
      contextsOf(pod).every((context) =>
        (context.capabilities?.add ?? []).every((name) => capabilities.has(name)),
      ),
    brokenBy: [[`${container}.capabilities.add`, ['SYS_ADMIN']]],
    keptBy: [[`${container}.capabilities.add`, ['NET_BIND_SERVICE']]],
  },
  {
    id: 'hostPathVolumes',
    keeps: ({ volumes = [] }) => volumes.every((volume) => !('hostPath' in volume)),
    brokenBy: [['volumes.0', { name: 'data', hostPath: { path: '/' } }]],
    keptBy: [['volumes.0', { name: 'data', emptyDir: {} }]],
  },
  {
    id: 'hostPorts',
    keeps: (pod) => containersOf(pod).every(({ ports = [] }) => ports.every(({ hostPort }) => !hostPort)),
    brokenBy: [['containers.0.ports.0.hostPort', 8081]],
    keptBy: [['containers.0.ports.0.hostPort', 0]],
  },
  {
    id: 'hostProbesAndHostLifecycle',
    keeps: (pod) =>
      containersOf(pod).every((one) => handlersOf(one).every((host) => host === undefined || host === '')),
    brokenBy: [
      ['containers.0.livenessProbe.httpGet.host', '10.0.0.1'],
      ['containers.0.lifecycle.preStop', { tcpSocket: { host: '10.0.0.1' } }],
    ],
    keptBy: [['containers.0.livenessProbe.httpGet.host', '']],
  },
  {
    id: 'appArmorProfile',
    keeps: (pod) =>
      contextsOf(pod).every(({ appArmorProfile: { type = '' } = {} }) =>
        ['', 'RuntimeDefault', 'Localhost'].includes(type),
      ),
    brokenBy: [[`${container}.appArmorProfile`, { type: 'Unconfined' }]],
    keptBy: [[`${container}.appArmorProfile`, { type: 'RuntimeDefault' }]],
  },
  {
    id: 'seLinuxOptions',
    keeps: (pod) =>
      contextsOf(pod).every(
        ({ seLinuxOptions: { type = '', user = '', role = '' } = {} }) =>
          seLinuxTypes.has(type) && user + role === '',
      ),
    brokenBy: [
      [`${container}.seLinuxOptions`, { type: 'spc_t' }],
      [`${container}.seLinuxOptions`, { user: 'system_u' }],
    ],
    keptBy: [[`${container}.seLinuxOptions`, { type: 'container_t' }]],
  },
  {
    id: 'procMount',
    keeps: (pod) => contextsOf(pod).every(({ procMount = 'Default' }) => procMount === 'Default'),
    brokenBy: [[`${container}.procMount`, 'Unmasked']],
    keptBy: [[`${container}.procMount`, 'Default']],
  },
  {
    id: 'seccompProfile_baseline',
    keeps: (pod) => contextsOf(pod).every(({ seccompProfile }) => seccompProfile?.type !== 'Unconfined'),
    brokenBy: [[`${container}.seccompProfile`, { type: 'Unconfined' }]],
    keptBy: [[`${container}.seccompProfile`, { type: 'Localhost' }]],
  },
  {
    id: 'sysctls',
    keeps: (pod) =>
      contextsOf(pod).every((context) => (context.sysctls ?? []).every(({ name }) => sysctls.has(name))),
    brokenBy: [['securityContext.sysctls', [{ name: 'kernel.msgmax', value: '65536' }]]],
    keptBy: [['securityContext.sysctls', [{ name: 'net.ipv4.tcp_syncookies', value: '1' }]]],
  },
];

function handlersOf({ startupProbe, livenessProbe, readinessProbe, lifecycle }: SecuredContainer) {
  return [startupProbe, livenessProbe, readinessProbe, lifecycle?.preStop, lifecycle?.postStart].flatMap(
    (handler) => [handler?.httpGet?.host, handler?.tcpSocket?.host],
  );
}
