import type { Annotations } from '../model.ts';
import { idKeyword } from './schema-document.ts';
import type { Site } from './site.ts';

/** Keywords that say something about a schema but restrict nothing. */
export function annotationsOf(site: Site): Annotations {
  return {
    id: site.string(idKeyword(site.dialect)),
    title: site.string('title'),
    description: site.string('description'),
    default: site.source.get('default'),
  };
}
