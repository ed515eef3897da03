import { Manifests, nameOf } from './manifests.ts';

/** One change of one object: the value at a path of dots, or without a path the whole object; undefined removes it. */
export interface Change {
  /** Such as `Deployment/schemagate`. */
  readonly object: string;
  readonly path?: string;
  readonly value?: unknown;
}

/** Objects with a change; the object and the way to the value must be there. */
export function changed(manifests: Manifests, { object: name, path, value }: Change): Manifests {
  if (!manifests.all.some((object) => nameOf(object) === name)) throw new Error(`there is no ${name}`);
  if (path === undefined) return new Manifests(manifests.all.filter((object) => nameOf(object) !== name));
  return new Manifests(
    manifests.all.map((object) => (nameOf(object) === name ? withValue(object, path, value) : object)),
  );
}

/** A copy of a value with another value at a path of dots. */
export function withValue<T>(root: T, path: string, value: unknown): T {
  const copy = structuredClone(root);
  const steps = path.split('.').map((step) => step.replaceAll('~', '.'));
  const last = steps.pop() ?? '';
  let place = copy as Record<string, unknown>;
  for (const step of steps) {
    const next = place[step];
    if (typeof next !== 'object' || next === null)
      throw new Error(`there is no ${step} on the way to ${path}`);
    place = next as Record<string, unknown>;
  }
  if (value !== undefined) place[last] = value;
  else if (Array.isArray(place)) place.splice(Number(last), 1);
  else Reflect.deleteProperty(place, last);
  return copy;
}
