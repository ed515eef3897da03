import { RegistryError } from '../../registry/errors.ts';
import type { Registry } from '../../registry/registry.ts';
import { loadingOrder, type Step } from './loading-order.ts';
import type { Problem, SchemaTree, SubjectFolder } from './read-tree.ts';

export interface Loaded {
  /** Versions that the registry now holds. */
  readonly versions: number;
  readonly problems: readonly Problem[];
}

/**
 * Registers all of the tree, each subject under its own level from the first version on. What the registry
 * refuses becomes a problem; loading the same tree twice changes nothing.
 * Rejects when the store fails.
 */
export async function loadTree(registry: Registry, tree: SchemaTree): Promise<Loaded> {
  const problems = [...tree.problems];
  const unlevelled = await setLevels(registry, tree.subjects, problems);
  const broken = new Map<SubjectFolder, number>();
  let versions = 0;
  for (const step of loadingOrder(tree.subjects)) {
    if (unlevelled.has(step.folder)) continue;
    const before = broken.get(step.folder);
    const reason =
      before === undefined
        ? await register(registry, step)
        : `Left out, since version ${before} could not be registered`;
    if (reason === undefined) {
      versions += 1;
    } else {
      broken.set(step.folder, before ?? step.file.version);
      problems.push({ path: step.file.path, reason });
    }
  }
  return { versions, problems };
}

/** Answers the folders whose level the registry refused: under another level their versions may not pass. */
async function setLevels(
  registry: Registry,
  folders: readonly SubjectFolder[],
  problems: Problem[],
): Promise<ReadonlySet<SubjectFolder>> {
  const refused = new Set<SubjectFolder>();
  for (const folder of folders) {
    const { compatibility, path, subject } = folder;
    if (compatibility === undefined) continue;
    const reason = await refusal(registry.updateConfig(subject, { compatibility }));
    if (reason === undefined) continue;
    refused.add(folder);
    problems.push({ path, reason });
  }
  return refused;
}

async function register(registry: Registry, { folder, file }: Step): Promise<string | undefined> {
  const { text, schemaType, references } = file;
  const request = { schema: text, schemaType, references };
  let became = file.version;
  const registration = registry.registerSchema(folder.subject, request, { normalize: false });
  const reason = await refusal(registration.then(({ version }) => void (became = version)));
  if (reason !== undefined || became === file.version) return reason;
  return `It is version ${became} of the subject, not ${file.version}: a version before it is missing, or it repeats one`;
}

/** Why the registry refused; undefined when it did not. */
async function refusal(work: Promise<unknown>): Promise<string | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (error instanceof RegistryError) return error.message;
    throw error;
  }
}
