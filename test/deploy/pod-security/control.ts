/** The fields of a pod or container that the controls look at. */
export interface Security {
  readonly privileged?: boolean;
  readonly allowPrivilegeEscalation?: boolean;
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
  readonly procMount?: string;
  readonly capabilities?: { readonly add?: readonly string[]; readonly drop?: readonly string[] };
  readonly seccompProfile?: { readonly type?: string };
  readonly appArmorProfile?: { readonly type?: string };
  readonly seLinuxOptions?: { readonly type?: string; readonly user?: string; readonly role?: string };
  readonly windowsOptions?: { readonly hostProcess?: boolean };
  readonly sysctls?: readonly { readonly name: string }[];
}

interface Handler {
  readonly httpGet?: { readonly host?: string };
  readonly tcpSocket?: { readonly host?: string };
}

export interface SecuredContainer {
  readonly name: string;
  readonly securityContext?: Security;
  readonly ports?: readonly { readonly hostPort?: number }[];
  readonly startupProbe?: Handler;
  readonly livenessProbe?: Handler;
  readonly readinessProbe?: Handler;
  readonly lifecycle?: { readonly preStop?: Handler; readonly postStart?: Handler };
}

export interface SecuredPod {
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly hostIPC?: boolean;
  readonly securityContext?: Security;
  readonly containers: readonly SecuredContainer[];
  readonly initContainers?: readonly SecuredContainer[];
  readonly ephemeralContainers?: readonly SecuredContainer[];
  readonly volumes?: readonly { readonly name: string }[];
}

/** A value at a path of dots within the pod of the service; in paths of annotations `~` stands for a dot. */
export type Planted = readonly [path: string, value: unknown];

/** One control of the Pod Security Standards of Kubernetes, whose ids these are. */
export interface Control {
  readonly id: string;
  readonly keeps: (pod: SecuredPod) => boolean;
  readonly brokenBy: readonly [Planted, ...Planted[]];
  /** What the control allows although it touches the same fields. */
  readonly keptBy: readonly Planted[];
}

export function containersOf(pod: SecuredPod): readonly SecuredContainer[] {
  return [...pod.containers, ...(pod.initContainers ?? []), ...(pod.ephemeralContainers ?? [])];
}

/** The pod's own context and that of each container. */
export function contextsOf(pod: SecuredPod): readonly Security[] {
  return [pod, ...containersOf(pod)].map(({ securityContext }) => securityContext ?? {});
}

/** Whether each container has it, by itself or from the pod. */
export function inEffect(pod: SecuredPod, holds: (security: Security) => boolean | undefined): boolean {
  const inherited = holds(pod.securityContext ?? {});
  return containersOf(pod).every(({ securityContext }) => holds(securityContext ?? {}) ?? inherited ?? false);
}
