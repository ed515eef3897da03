import { createJsonSchemaFormat } from '../../src/formats/json-schema/format.ts';
import { httpPort } from '../../src/schema-tree/http-port.ts';
import { localPort } from '../../src/schema-tree/local-port.ts';
import type { Plan } from '../../src/schema-tree/plan.ts';
import type { RegistryPort } from '../../src/schema-tree/port.ts';
import { readTree } from '../../src/schema-tree/read-tree.ts';
import { applyPlan, planTree, type SyncOptions } from '../../src/schema-tree/sync.ts';
import { type Api, startApi } from './api.ts';
import { directoryOf } from './files.ts';

/** The two ways to a registry, by name. */
export const portKinds = ['in this process', 'over HTTP'] as const;
export type PortKind = (typeof portKinds)[number];

export interface TreeTarget {
  readonly api: Api;
  readonly port: RegistryPort;
}

/** A registry of the running test's own, and a port to it. */
export async function startTarget(kind: PortKind): Promise<TreeTarget> {
  const api = await startApi();
  const { app } = api;
  if (kind === 'in this process') return { api, port: localPort(app.registry, app.store) };
  return { api, port: httpPort(`${await app.listen({ host: '127.0.0.1', port: 0 })}/`) };
}

export const rules: SyncOptions = {
  formats: new Map([['JSON', createJsonSchemaFormat({ sound: false })]]),
  defaultLevel: 'BACKWARD',
  prune: false,
};

/** The plan for a tree of these files. */
export async function planOf(
  { port }: TreeTarget,
  files: Readonly<Record<string, string>>,
  prune = false,
): Promise<Plan> {
  return await planTree(port, await readTree(directoryOf(files)), { ...rules, prune });
}

/** Applies a tree of these files, which must go well. */
export async function applied(
  target: TreeTarget,
  files: Readonly<Record<string, string>>,
  prune = false,
): Promise<Plan> {
  const plan = await planOf(target, files, prune);
  const { failed } = await applyPlan(target.port, plan);
  if (failed) throw failed.error;
  return plan;
}
