import { isModern } from '../dialect.ts';
import type { SchemaNode } from '../model.ts';
import { annotationsOf } from './annotations.ts';
import { classicParts } from './lower-classic.ts';
import { modernParts } from './lower-modern.ts';
import { type NodeBody, partNode, wholeNode } from './node.ts';
import type { ReferenceResolver } from './reference-resolver.ts';
import { type LoweredNodes, type OpenReference, type SchemaLocation, Site } from './site.ts';

export type SchemaResult =
  | { readonly node: SchemaNode; readonly open: readonly OpenReference[] }
  /** These have to be lowered first. */
  | { readonly missing: readonly SchemaLocation[] };

/** Lowers one schema whose subschemas are lowered already. */
export function lowerSchema(
  location: SchemaLocation,
  lowered: LoweredNodes,
  resolver: ReferenceResolver,
): SchemaResult {
  const site = new Site(location, lowered, resolver);
  const parts = isModern(site.dialect) ? modernParts(site) : classicParts(site);
  const connectBytes = site.source.get('connect.type') === 'bytes';
  const annotations = annotationsOf(site);
  if (site.missing.length > 0) {
    return { missing: site.missing };
  }
  if (parts.length <= 1) {
    const [only] = parts;
    const node = wholeNode(only ?? { kind: 'empty' }, site.source, annotations, connectBytes);
    return { node, open: only === undefined ? [] : openReferences(site, [[only, node]]) };
  }
  const members = parts.map((part, index) => [part, partNode(part, site.source, String(index))] as const);
  const node = wholeNode(
    { kind: 'combined', criterion: 'allOf', members: members.map(([, member]) => member) },
    site.source,
    annotations,
    connectBytes,
  );
  lowered.synthetic.add(node);
  return { node, open: openReferences(site, members) };
}

function openReferences(
  site: Site,
  made: readonly (readonly [NodeBody, SchemaNode])[],
): readonly OpenReference[] {
  const { targets } = site;
  if (targets === undefined) {
    return [];
  }
  return made.flatMap(([part, node]) => {
    const open = targets.get(part);
    return open === undefined || node.kind !== 'reference' ? [] : [{ ...open, node }];
  });
}
