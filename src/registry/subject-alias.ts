import type { Dependencies } from './dependencies.ts';
import { subjectScope } from './settings.ts';
import { normalizeSubject } from './subject-name.ts';

/** The subject that a request for this name means: the one its config names as alias, if any. One hop only. */
export async function resolveSubject(deps: Dependencies, name: string): Promise<string> {
  const subject = normalizeSubject(name);
  const config = await deps.store.config(subjectScope(subject));
  return config?.alias ? normalizeSubject(config.alias) : subject;
}
