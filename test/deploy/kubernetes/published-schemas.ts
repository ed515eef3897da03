import { nameOf } from './manifests.ts';
import { describedBy } from './published-types.ts';
import type { Manifest } from './types.ts';

interface Model {
  validate(): void;
}

/**
 * Holds objects against the published schemas, which know patterns, numbers and choices that types don't: one sentence
 * for each object that breaks one.
 */
export async function schemaFaults(objects: readonly Manifest[]): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const object of objects) {
    const module = describedBy(object);
    if (module === undefined) continue;
    const models = (await import(module)) as Readonly<
      Record<string, (new (data: unknown) => Model) | undefined>
    >;
    const Model = models[object.kind];
    if (Model === undefined) throw new Error(`${module} describes no ${object.kind}`);
    try {
      new Model(object).validate();
    } catch (error) {
      faults.push(`${nameOf(object)}: ${String(error)}`);
    }
  }
  return faults;
}
