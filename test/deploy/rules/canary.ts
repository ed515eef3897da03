import { existsSync } from 'node:fs';
import type { Manifests } from '../kubernetes/manifests.ts';
import type { AnalysisReference } from '../kubernetes/types.ts';
import type { Rule } from './rule.ts';

const object = 'Rollout/schemagate';
const verify = 'AnalysisTemplate/schemagate-verify';
const canary = 'spec.strategy.canary';
const canaryPods = 'rollouts_pod_template_hash="{{args.canary-hash}}"';

export const canaryRules: readonly Rule[] = [
  {
    id: 'rollout-has-a-deployment',
    faults: (manifests) =>
      manifests
        .of('Rollout')
        .filter(({ spec: { workloadRef } }) => !manifests.has(workloadRef.kind, workloadRef.name))
        .map(({ metadata }) => `${metadata.name} rolls nothing out`),
    brokenBy: { in: 'production', object, path: 'spec.workloadRef.name', value: 'other' },
  },
  {
    id: 'rollout-has-its-services',
    faults: (manifests) =>
      manifests.of('Rollout').flatMap(({ spec: { strategy } }) => {
        const { stableService = '', canaryService = '' } = strategy.canary;
        const missing = [stableService, canaryService].filter((name) => !manifests.has('Service', name));
        return stableService === canaryService
          ? ['both services are one']
          : missing.map((name) => `no service ${name}`);
      }),
    brokenBy: { in: 'production', object: 'Service/schemagate-canary' },
  },
  {
    id: 'rollout-goes-back-by-itself',
    faults: (manifests) =>
      manifests
        .of('Rollout')
        .filter(
          ({ spec: { progressDeadlineAbort, strategy } }) =>
            progressDeadlineAbort !== true || strategy.canary.analysis === undefined,
        )
        .map(({ metadata }) => `${metadata.name} waits for a person when it fails`),
    brokenBy: { in: 'production', object, path: `${canary}.analysis` },
  },
  {
    id: 'analysis-exists',
    faults: (manifests) =>
      analysesOf(manifests)
        .flatMap(({ templates }) => templates)
        .filter(({ templateName }) => !manifests.has('AnalysisTemplate', templateName))
        .map(({ templateName }) => `there is no analysis ${templateName}`),
    brokenBy: { in: 'production', object: verify },
  },
  {
    id: 'analysis-gets-its-arguments',
    faults: (manifests) =>
      analysesOf(manifests).flatMap(({ templates, args: given = [] }) =>
        manifests
          .of('AnalysisTemplate')
          .filter(({ metadata }) => templates.some(({ templateName }) => templateName === metadata.name))
          .flatMap(({ spec }) => spec.args ?? [])
          .filter(
            ({ name, value }) => value === undefined && !given.some((argument) => argument.name === name),
          )
          .map(({ name }) => `nobody says what ${name} is`),
      ),
    brokenBy: { in: 'production', object, path: `${canary}.analysis.args`, value: [] },
  },
  {
    id: 'analysis-asks-the-canary-alone',
    faults: (manifests) =>
      queriesOf(manifests)
        .filter((query) => metricsIn(query).some(({ labels }) => !labels.includes(canaryPods)))
        .map((query) => `asks all pods: ${query}`),
    brokenBy: {
      in: 'production',
      object: 'AnalysisTemplate/schemagate-metrics',
      path: 'spec.metrics.2.provider.prometheus.query',
      value: 'sum(changes(process_start_time_seconds[15m]))',
    },
  },
  {
    id: 'analysis-can-fail-and-pass',
    faults: (manifests) =>
      manifests.of('AnalysisTemplate').flatMap(({ spec }) =>
        spec.metrics
          .filter(({ provider }) => provider.prometheus !== undefined)
          .filter(({ successCondition = '', failureCondition = '' }) =>
            [successCondition, failureCondition].some(
              (condition) => !/len\(result\) > 0 && result\[0\] /.test(condition),
            ),
          )
          .map(({ name }) => `${name} takes no data for a good sign, or can't fail`),
      ),
    brokenBy: {
      in: 'production',
      object: 'AnalysisTemplate/schemagate-metrics',
      path: 'spec.metrics.0.failureCondition',
    },
  },
  {
    id: 'analysis-job-ends',
    faults: (manifests) =>
      jobsOf(manifests)
        .filter(
          ({ backoffLimit, activeDeadlineSeconds = Infinity }) =>
            backoffLimit !== 0 || activeDeadlineSeconds > 600,
        )
        .map(() => 'a job is tried again, or without end'),
    brokenBy: {
      in: 'production',
      object: verify,
      path: 'spec.metrics.0.provider.job.spec.activeDeadlineSeconds',
    },
  },
  {
    id: 'analysis-runs-what-is-rolled-out',
    faults: (manifests) => {
      const images = new Set(manifests.services.map(({ container }) => container.image));
      return analysesOf(manifests)
        .flatMap(({ args = [] }) => args)
        .filter(({ name, value }) => name === 'image' && !images.has(value ?? ''))
        .map(({ value }) => `${value} is asked to judge another version`);
    },
    brokenBy: {
      in: 'production',
      object,
      path: `${canary}.steps.1.analysis.args.0.value`,
      value: 'schemagate:0.0.9',
    },
  },
  {
    id: 'jobs-run-commands-that-exist',
    faults: (manifests) =>
      jobsOf(manifests)
        .flatMap(({ template }) => template.spec.containers)
        .flatMap(({ command = [] }) => command[command.indexOf('src/cli.ts') + 1] ?? [])
        .filter((name) => !existsSync(`src/commands/${name}.ts`))
        .map((name) => `there is no command ${name}`),
    brokenBy: {
      in: 'production',
      object: verify,
      path: 'spec.metrics.0.provider.job.spec.template.spec.containers.0.command.2',
      value: 'test',
    },
  },
];

function analysesOf(manifests: Manifests): readonly AnalysisReference[] {
  return manifests.of('Rollout').flatMap(({ spec: { strategy } }) => {
    const { analysis, steps } = strategy.canary;
    return [analysis, ...steps.map((step) => step.analysis)].filter((one) => one !== undefined);
  });
}

function jobsOf(manifests: Manifests) {
  return manifests
    .of('AnalysisTemplate')
    .flatMap(({ spec }) => spec.metrics.flatMap(({ provider }) => provider.job?.spec ?? []));
}

/** Every query that an analysis makes. */
export function queriesOf(manifests: Manifests): readonly string[] {
  return manifests
    .of('AnalysisTemplate')
    .flatMap(({ spec }) => spec.metrics.flatMap(({ provider }) => provider.prometheus?.query ?? []));
}

/** The metrics of a query, each with what stands in its braces, up to the window. */
function metricsIn(query: string): readonly { readonly labels: string }[] {
  return [...query.matchAll(/\b[a-z_]+_seconds\w*(.*?)\[/g)].map(([, labels = '']) => ({ labels }));
}
