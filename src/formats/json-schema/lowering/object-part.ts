import { isModern } from '../dialect.ts';
import { isJsonArray } from '../json-value.ts';
import type { ObjectNode, PatternProperty, SchemaNode } from '../model.ts';
import type { NodeBody } from './node.ts';
import { restOf } from './rest.ts';
import { type Site, stringsOf } from './site.ts';
import { patternAt } from './value-parts.ts';

type Dependencies = Pick<ObjectNode, 'arrayDependencies' | 'schemaDependencies'>;

/** Keywords about objects. `typed`: the schema said `type: object`. */
export function objectPart(site: Site, typed: boolean): NodeBody<ObjectNode> {
  const modern = isModern(site.dialect);
  return {
    kind: 'object',
    typed,
    required: [...new Set(site.strings('required'))],
    properties: site.schemaMap('properties'),
    patternProperties: patternProperties(site),
    propertyNames: site.dialect === 'draft-04' ? undefined : site.schema('propertyNames'),
    additionalProperties: restOf(site, 'additionalProperties'),
    unevaluatedProperties: modern ? restOf(site, 'unevaluatedProperties') : { kind: 'absent' },
    ...(modern ? dependentKeywords(site) : dependencies(site)),
    maxProperties: site.wholeNumber('maxProperties'),
    minProperties: site.wholeNumber('minProperties'),
  };
}

function patternProperties(site: Site): readonly PatternProperty[] {
  return [...site.schemaMap('patternProperties')].map(([source, schema]) => ({
    pattern: patternAt(site, source),
    schema,
  }));
}

/** Up to draft 7 one keyword holds both sorts. */
function dependencies(site: Site): Dependencies {
  const arrayDependencies = new Map<string, readonly string[]>();
  const schemaDependencies = new Map<string, SchemaNode>();
  for (const [name, value] of site.object('dependencies') ?? []) {
    if (isJsonArray(value)) {
      arrayDependencies.set(name, requiredNames(site, 'dependencies', name, stringsOf(value)));
    } else {
      schemaDependencies.set(name, site.child(value, 'dependencies', name));
    }
  }
  return { arrayDependencies, schemaDependencies };
}

/** From 2019-09 on; `dependencies` is an unknown keyword there. */
function dependentKeywords(site: Site): Dependencies {
  const arrayDependencies = new Map<string, readonly string[]>();
  for (const [name, value] of site.object('dependentRequired') ?? []) {
    arrayDependencies.set(name, requiredNames(site, 'dependentRequired', name, stringsOf(value)));
  }
  return { arrayDependencies, schemaDependencies: site.schemaMap('dependentSchemas') };
}

function requiredNames(
  site: Site,
  keyword: string,
  name: string,
  names: readonly string[] | undefined,
): readonly string[] {
  if (names === undefined) {
    throw site.invalid(`"${keyword}" must give names of properties for "${name}"`);
  }
  return [...new Set(names)];
}
