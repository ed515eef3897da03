import { checkCompatibility } from './check-compatibility.ts';
import { deleteConfig, getConfig, updateConfig } from './config.ts';
import { deleteSubject } from './delete-subject.ts';
import { deleteVersion } from './delete-version.ts';
import type { Dependencies } from './dependencies.ts';
import {
  getHoldersOfSchema,
  getIdsOfGuid,
  getSchemaByGuid,
  getSchemaById,
  getVersionedSchemaById,
} from './get-schema.ts';
import { getLatestWithMetadata, getReferrers, getVersion, listVersions } from './get-version.ts';
import { listSchemas, listSubjects } from './list-subjects.ts';
import { lookupSchema } from './lookup-schema.ts';
import { deleteMode, getMode, updateMode } from './mode.ts';
import { registerSchema } from './register-schema.ts';

export type Registry = ReturnType<typeof createRegistry>;

/** What a registry is made of; without a `wholeStore`, its store hides nothing. */
export type RegistryParts = Omit<Dependencies, 'wholeStore'> & Partial<Pick<Dependencies, 'wholeStore'>>;

/** All that the registry does, bound to one store and its formats. */
export function createRegistry(parts: RegistryParts) {
  const deps: Dependencies = { wholeStore: parts.store, ...parts };
  return {
    registerSchema: registerSchema.bind(null, deps),
    lookupSchema: lookupSchema.bind(null, deps),
    checkCompatibility: checkCompatibility.bind(null, deps),

    getSchemaById: getSchemaById.bind(null, deps),
    getVersionedSchemaById: getVersionedSchemaById.bind(null, deps),
    getSchemaByGuid: getSchemaByGuid.bind(null, deps),
    getIdsOfGuid: getIdsOfGuid.bind(null, deps),
    getHoldersOfSchema: getHoldersOfSchema.bind(null, deps),
    maxSchemaId: () => deps.store.maxSchemaId(),
    schemaTypes: () => [...deps.formats.keys()],

    getVersion: getVersion.bind(null, deps),
    listVersions: listVersions.bind(null, deps),
    getLatestWithMetadata: getLatestWithMetadata.bind(null, deps),
    getReferrers: getReferrers.bind(null, deps),
    listSubjects: listSubjects.bind(null, deps),
    listSchemas: listSchemas.bind(null, deps),

    deleteSubject: deleteSubject.bind(null, deps),
    deleteVersion: deleteVersion.bind(null, deps),

    getConfig: getConfig.bind(null, deps),
    updateConfig: updateConfig.bind(null, deps),
    deleteConfig: deleteConfig.bind(null, deps),
    getMode: getMode.bind(null, deps),
    updateMode: updateMode.bind(null, deps),
    deleteMode: deleteMode.bind(null, deps),
  };
}
