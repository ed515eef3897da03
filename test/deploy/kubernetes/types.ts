/** The part of Kubernetes' objects that the rules look at; the whole of them is checked by their published types. */
export interface Manifest<Spec = unknown> {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Labels };
  readonly spec: Spec;
  /** Of a ConfigMap. */
  readonly data?: Readonly<Record<string, string>>;
}

export type Labels = Readonly<Record<string, string>>;

export interface Selector {
  readonly matchLabels?: Labels;
}

export interface PodTemplate {
  readonly metadata: { readonly labels: Labels };
  readonly spec: PodSpec;
}

export interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly volumes?: readonly Volume[];
  readonly serviceAccountName?: string;
  readonly automountServiceAccountToken?: boolean;
  readonly enableServiceLinks?: boolean;
  readonly terminationGracePeriodSeconds?: number;
  readonly topologySpreadConstraints?: readonly {
    readonly topologyKey: string;
    readonly labelSelector?: Selector;
  }[];
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
  readonly ports?: readonly {
    readonly name: string;
    readonly containerPort: number;
    readonly hostPort?: number;
  }[];
  readonly startupProbe?: Probe;
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly lifecycle?: {
    readonly preStop?: {
      readonly sleep?: { readonly seconds: number };
      readonly httpGet?: { readonly host?: string };
    };
  };
  readonly resources?: { readonly requests?: Labels; readonly limits?: Labels };
  readonly volumeMounts?: readonly Mount[];
}

export interface Probe {
  readonly httpGet: {
    readonly path: string;
    readonly port: string;
    readonly scheme?: string;
    readonly host?: string;
  };
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
}

export interface Mount {
  readonly name: string;
  readonly mountPath: string;
  readonly readOnly?: boolean;
}

interface SecretSource {
  readonly secretName?: string;
  readonly name?: string;
  readonly defaultMode?: number;
}

export interface Volume {
  readonly name: string;
  readonly emptyDir?: { readonly sizeLimit?: string };
  readonly secret?: SecretSource;
  readonly configMap?: { readonly name: string; readonly optional?: boolean };
  readonly persistentVolumeClaim?: { readonly claimName: string };
  readonly projected?: {
    readonly defaultMode?: number;
    readonly sources: readonly { readonly secret?: SecretSource }[];
  };
}

export interface DeploymentSpec {
  readonly replicas?: number;
  readonly strategy?: {
    readonly type?: string;
    readonly rollingUpdate?: { readonly maxUnavailable?: number };
  };
  readonly selector: Selector;
  readonly template: PodTemplate;
}

export interface ServiceSpec {
  readonly selector: Labels;
  readonly ports: readonly {
    readonly name: string;
    readonly port: number;
    readonly targetPort: string;
    readonly appProtocol?: string;
  }[];
}

export interface NetworkPolicySpec {
  readonly podSelector: Selector;
  readonly policyTypes: readonly string[];
  readonly ingress?: readonly {
    readonly from?: readonly unknown[];
    readonly ports?: readonly PolicyPort[];
  }[];
  readonly egress?: readonly { readonly to?: readonly unknown[]; readonly ports?: readonly PolicyPort[] }[];
}

export interface PolicyPort {
  readonly port: string | number;
  readonly protocol?: string;
}

export interface BudgetSpec {
  readonly minAvailable?: number;
  readonly maxUnavailable?: number;
  readonly unhealthyPodEvictionPolicy?: string;
  readonly selector: Selector;
}

export interface AutoscalerSpec {
  readonly scaleTargetRef: { readonly kind: string; readonly name: string };
  readonly minReplicas?: number;
  readonly maxReplicas: number;
}

export interface RolloutSpec {
  readonly replicas?: number;
  readonly workloadRef: { readonly kind: string; readonly name: string };
  readonly progressDeadlineAbort?: boolean;
  readonly strategy: {
    readonly canary: {
      readonly stableService?: string;
      readonly canaryService?: string;
      readonly analysis?: AnalysisReference;
      readonly steps: readonly { readonly analysis?: AnalysisReference }[];
    };
  };
}

export interface AnalysisReference {
  readonly templates: readonly { readonly templateName: string }[];
  readonly args?: readonly { readonly name: string; readonly value?: string }[];
}

export interface AnalysisSpec {
  readonly args?: readonly { readonly name: string; readonly value?: string }[];
  readonly metrics: readonly {
    readonly name: string;
    readonly successCondition?: string;
    readonly failureCondition?: string;
    readonly provider: {
      readonly prometheus?: { readonly query: string };
      readonly job?: {
        readonly spec: {
          readonly backoffLimit?: number;
          readonly activeDeadlineSeconds?: number;
          readonly template: PodTemplate;
        };
      };
    };
  }[];
}

export interface CertificateSpec {
  readonly secretName: string;
  readonly dnsNames: readonly string[];
}

export interface RouteSpec {
  readonly rules: readonly {
    readonly backendRefs: readonly { readonly name: string; readonly port: number }[];
  }[];
}

export interface BackendTlsSpec {
  readonly targetRefs: readonly { readonly name: string }[];
  readonly validation: {
    readonly hostname: string;
    readonly caCertificateRefs: readonly { readonly name: string }[];
  };
}

export interface MonitorSpec {
  readonly selector: Selector;
  readonly endpoints: readonly { readonly port: string }[];
}
