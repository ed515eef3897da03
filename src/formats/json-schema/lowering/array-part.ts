import { isModern } from '../dialect.ts';
import { isJsonArray } from '../json-value.ts';
import type { ArrayNode, SchemaNode } from '../model.ts';
import type { NodeBody } from './node.ts';
import { restOf } from './rest.ts';
import type { Site } from './site.ts';

type ItemKeywords = Pick<ArrayNode, 'items' | 'tuple' | 'additionalItems'>;

/** Keywords about arrays. `typed`: the schema said `type: array`. */
export function arrayPart(site: Site, typed: boolean): NodeBody<ArrayNode> {
  const modern = isModern(site.dialect);
  return {
    kind: 'array',
    typed,
    ...itemKeywords(site),
    unevaluatedItems: modern ? restOf(site, 'unevaluatedItems') : { kind: 'absent' },
    contains: site.dialect === 'draft-04' ? undefined : site.schema('contains'),
    ...(modern && site.has('contains') ? containsLimits(site) : {}),
    maxItems: site.wholeNumber('maxItems'),
    minItems: site.wholeNumber('minItems'),
    uniqueItems: site.boolean('uniqueItems') ?? false,
  };
}

function itemKeywords(site: Site): ItemKeywords {
  const items = site.source.get('items');
  if (isJsonArray(items)) {
    if (site.dialect === '2020-12') {
      throw site.invalid('"items" must be a schema; "prefixItems" takes a list of schemas,');
    }
    return { tuple: site.schemas('items'), additionalItems: restOf(site, 'additionalItems') };
  }
  if (isModern(site.dialect)) {
    return modernItems(site);
  }
  if (typeof items === 'boolean' && site.dialect === 'draft-04') {
    throw site.invalid('"items" must be a schema or a list of schemas');
  }
  const additionalItems = restOf(site, 'additionalItems');
  // With one schema for all items there are no others, so closing them says nothing.
  return {
    items: site.schema('items'),
    additionalItems:
      items !== undefined && additionalItems.kind === 'forbidden' ? { kind: 'absent' } : additionalItems,
  };
}

/** From 2020-12 on `items` is about the items after `prefixItems`; 2019-09 is read so, too. */
function modernItems(site: Site): ItemKeywords {
  const tuple: readonly SchemaNode[] | undefined = site.schemas('prefixItems');
  const rest = restOf(site, 'items');
  return rest.kind === 'schema' && (tuple ?? []).length === 0
    ? { items: rest.schema, additionalItems: { kind: 'absent' } }
    : { tuple, additionalItems: rest };
}

function containsLimits(site: Site): Pick<ArrayNode, 'minContains' | 'maxContains'> {
  return {
    minContains: site.wholeNumber('minContains') ?? 1,
    maxContains: site.wholeNumber('maxContains'),
  };
}
