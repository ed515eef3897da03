import { parse } from 'yaml';
import type { Candidate } from './candidate.ts';

interface Workload {
  readonly spec: {
    readonly template: {
      readonly spec: {
        readonly containers: readonly {
          readonly env?: readonly { readonly name: string; readonly value?: string }[];
        }[];
      };
    };
  };
}

/** What a container gets: what the image says, under what the files of manifests say, the last one on top. */
export function containerSettings(
  candidate: Candidate,
  manifests: readonly string[],
): Record<string, string> {
  const settings: Record<string, string> = {};
  const image = /^ENV (.*(?:\\\n.*)*)/m.exec(candidate.read('Dockerfile'))?.[1] ?? '';
  for (const [, name = '', value = ''] of image.matchAll(/([A-Z_]+)=(\S+)/g)) settings[name] = value;
  for (const path of manifests) {
    const { containers } = (parse(candidate.read(path)) as Workload).spec.template.spec;
    // What has no value comes from a Secret.
    for (const { name, value } of containers.flatMap(({ env = [] }) => env))
      if (value !== undefined) settings[name] = value;
  }
  return settings;
}

/** The files that a ConfigMap holds. */
export function configMap(candidate: Candidate, path: string): Readonly<Record<string, string>> {
  return (parse(candidate.read(path)) as { readonly data: Readonly<Record<string, string>> }).data;
}

/** What the unit of systemd gives: its own environment, under the file of settings. */
export function unitSettings(candidate: Candidate): Record<string, string> {
  const unit = candidate.read('deploy/systemd/schemagate.service');
  const own = /^Environment=(.*)$/m.exec(unit)?.[1]?.split(' ') ?? [];
  const file = candidate.read('deploy/systemd/schemagate.env').split('\n');
  const lines = [...own, ...file].filter((line) => /^[A-Z_]+=/.test(line));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}
