import { parseAllDocuments } from 'yaml';
import type {
  AnalysisSpec,
  AutoscalerSpec,
  BackendTlsSpec,
  BudgetSpec,
  CertificateSpec,
  Container,
  DeploymentSpec,
  Labels,
  Manifest,
  MonitorSpec,
  NetworkPolicySpec,
  PodTemplate,
  RolloutSpec,
  RouteSpec,
  Selector,
  ServiceSpec,
} from './types.ts';

interface Specs {
  readonly AnalysisTemplate: AnalysisSpec;
  readonly BackendTLSPolicy: BackendTlsSpec;
  readonly Certificate: CertificateSpec;
  readonly Deployment: DeploymentSpec;
  readonly HTTPRoute: RouteSpec;
  readonly HorizontalPodAutoscaler: AutoscalerSpec;
  readonly NetworkPolicy: NetworkPolicySpec;
  readonly PersistentVolumeClaim: { readonly accessModes: readonly string[] };
  readonly PodDisruptionBudget: BudgetSpec;
  readonly Rollout: RolloutSpec;
  readonly Service: ServiceSpec;
  readonly ServiceMonitor: MonitorSpec;
}

/** A pod that one of the objects makes. */
export interface Pod extends PodTemplate {
  readonly owner: Manifest;
  /** Runs until it is told to stop, other than a job. */
  readonly serves: boolean;
}

/** Objects that are applied together. */
export class Manifests {
  readonly all: readonly Manifest[];

  constructor(all: readonly Manifest[]) {
    this.all = all;
  }

  of<Kind extends keyof Specs>(kind: Kind): readonly Manifest<Specs[Kind]>[] {
    return this.all.filter((object): object is Manifest<Specs[Kind]> => object.kind === kind);
  }

  has(kind: string, name: string): boolean {
    return this.all.some((object) => object.kind === kind && object.metadata.name === name);
  }

  get pods(): readonly Pod[] {
    const served = this.of('Deployment').map((owner) => ({ ...owner.spec.template, owner, serves: true }));
    const jobs = this.of('AnalysisTemplate').flatMap((owner) =>
      owner.spec.metrics
        .flatMap(({ provider }) => provider.job ?? [])
        .map(({ spec }) => ({ ...spec.template, owner, serves: false })),
    );
    return [...served, ...jobs];
  }

  /** Pods that serve, each with its only container. */
  get services(): readonly { readonly pod: Pod; readonly container: Container }[] {
    return this.pods
      .filter(({ serves }) => serves)
      .flatMap((pod) => pod.spec.containers.map((container) => ({ pod, container })));
  }
}

export function parseManifests(text: string): Manifests {
  const documents = parseAllDocuments(text, { version: '1.1', uniqueKeys: true });
  const objects: Manifest[] = [];
  for (const document of documents) {
    if (!('contents' in document)) continue;
    const [error] = document.errors;
    if (error !== undefined) throw error;
    const value: unknown = document.toJS();
    if (value !== null && value !== undefined) objects.push(value as Manifest);
  }
  return new Manifests(objects);
}

/** Whether labels are selected; a selector without conditions selects everything. */
export function selects(selector: Selector, labels: Labels): boolean {
  return Object.entries(selector.matchLabels ?? {}).every(([name, value]) => labels[name] === value);
}

export function settingsOf(container: Container): Readonly<Record<string, string>> {
  return Object.fromEntries((container.env ?? []).map(({ name, value = '' }) => [name, value]));
}

export function nameOf({ kind, metadata }: Manifest): string {
  return `${kind}/${metadata.name}`;
}
