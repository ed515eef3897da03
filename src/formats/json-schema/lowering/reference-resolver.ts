import type { ResolvedReference } from '../../../registry/format.ts';
import { readJson } from '../json-reader.ts';
import type { JsonValue } from '../json-value.ts';
import { type DocumentIndex, indexDocument } from './document-index.ts';
import { InvalidSchemaError, shown } from './invalid-schema.ts';
import { followPointer } from './json-pointer.ts';
import { metaSchema } from './meta-schemas.ts';
import {
  innerScope,
  type Location,
  rootLocation,
  type SchemaDocument,
  type Scope,
  schemaDocument,
} from './schema-document.ts';
import { resolveUri, splitFragment } from './uri.ts';

/** Finds what `$ref` points to among the document itself and the registered references; no I/O. */
export class ReferenceResolver {
  readonly root: Location;
  readonly #references = new Map<string, ResolvedReference>();
  readonly #documents = new Map<ResolvedReference, SchemaDocument>();
  #byId: ReadonlyMap<string, Location> | undefined;
  readonly #indexes = new Map<SchemaDocument, DocumentIndex>();

  /** Of two references with one name the first counts, so direct ones should come first. */
  constructor(root: JsonValue, references: readonly ResolvedReference[]) {
    this.root = rootLocation(schemaDocument(root, '', ''));
    for (const reference of references) {
      for (const name of [reference.name, this.#uriOf(reference), resolveUri('', reference.name)]) {
        const known = this.#references.get(name);
        if (known === undefined) {
          this.#references.set(name, reference);
        }
      }
    }
  }

  /** The place that `ref`, found in `scope`, stands for. Throws `InvalidSchemaError` when there is none. */
  resolve(ref: string, scope: Scope): Location {
    const { uri, fragment } = splitFragment(ref);
    const resource = uri === '' ? scope.resource : this.#resource(uri, scope);
    if (resource === undefined) {
      throw new InvalidSchemaError(missingResource(ref, resolveUri(scope.base, uri)));
    }
    const target = this.#inside(resource, fragment);
    if (target === undefined) {
      const { name } = resource.scope.document;
      const where = name === '' ? 'this schema' : `reference "${name}"`;
      throw new InvalidSchemaError(
        `$ref "${shown(ref)}" leads nowhere: ${where} has no "#${shown(fragment)}"`,
      );
    }
    return target;
  }

  #inside(resource: Location, fragment: string): Location | undefined {
    const { document } = resource.scope;
    if (fragment === '') {
      return resource;
    }
    if (fragment.startsWith('/')) {
      // Many schemas give inner parts an $id and still count pointers from the top.
      return followPointer(resource, fragment) ?? followPointer(rootLocation(document), fragment);
    }
    return this.#index(document).anchors.get(`${innerScope(resource).base}#${fragment}`);
  }

  #resource(uri: string, scope: Scope): Location | undefined {
    const absolute = resolveUri(scope.base, uri);
    const reference = this.#references.get(absolute) ?? this.#references.get(uri);
    return (
      this.#index(scope.document).resources.get(absolute) ??
      (reference === undefined ? undefined : rootLocation(this.#document(reference))) ??
      this.#resourceById(absolute) ??
      metaSchema(absolute)
    );
  }

  /** Documents that nobody asked for by name may still own the `$id` in question. */
  #resourceById(absolute: string): Location | undefined {
    this.#byId ??= this.#allResources();
    return this.#byId.get(absolute);
  }

  #allResources(): ReadonlyMap<string, Location> {
    const all = new Map<string, Location>();
    // One that is no JSON, such as a Protobuf schema, owns none.
    const readable = [...new Set(this.#references.values())].filter(({ text }) => readJson(text).ok);
    for (const document of [this.root.scope.document, ...readable.map((one) => this.#document(one))]) {
      for (const [id, location] of this.#index(document).resources) {
        if (!all.has(id)) {
          all.set(id, location);
        }
      }
    }
    return all;
  }

  #document(reference: ResolvedReference): SchemaDocument {
    const known = this.#documents.get(reference);
    if (known !== undefined) {
      return known;
    }
    const read = readJson(reference.text);
    if (!read.ok) {
      throw new InvalidSchemaError(`reference "${reference.name}" is not JSON: ${read.reason}`);
    }
    const { dialect } = this.root.scope.document;
    const document = schemaDocument(read.value, this.#uriOf(reference), reference.name, dialect);
    this.#documents.set(reference, document);
    return document;
  }

  #uriOf(reference: ResolvedReference): string {
    return resolveUri(innerScope(this.root).base, reference.name);
  }

  #index(document: SchemaDocument): DocumentIndex {
    let index = this.#indexes.get(document);
    if (index === undefined) {
      index = indexDocument(document);
      this.#indexes.set(document, index);
    }
    return index;
  }
}

/** How every reason begins why a reference to a web address was not followed. */
export const remoteReferenceRefused = 'Remote schema reference fetching over HTTP(S) is disabled';

function missingResource(ref: string, absolute: string): string {
  const advice = `register that schema and list it under "references" with the name "${shown(splitFragment(ref).uri)}"`;
  return /^https?:/i.test(absolute)
    ? `${remoteReferenceRefused}: ${shown(absolute)}; ${advice}`
    : `$ref "${shown(ref)}" is not defined: ${advice}`;
}
