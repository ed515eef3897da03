import { isModern } from '../dialect.ts';
import type { Annotations } from '../model.ts';
import { idKeyword } from './schema-document.ts';
import type { Site } from './site.ts';

/** Keywords that say something about a schema but restrict nothing. */
export function annotationsOf(site: Site): Annotations {
  const id = site.string(idKeyword(site.dialect));
  const value = site.source.get('default');
  const modern = isModern(site.dialect);
  return {
    // From 2019-09 on the reference server loses the `$id`, and a default of null.
    id: modern ? undefined : id,
    title: site.string('title'),
    description: site.string('description'),
    default: modern && value === null ? undefined : value,
  };
}
