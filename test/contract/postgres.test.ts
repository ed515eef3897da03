import { postgresForFile } from '../helpers/postgres/databases.ts';
import { openReplicaIn, openStoreIn } from '../helpers/postgres/store.ts';
import { describeStoreContract } from './store-contract.ts';

const databases = postgresForFile();

describeStoreContract('PostgreSQL', async () => openStoreIn(await databases.create()), []);

// What a service uses: see src/storage/cached.
describeStoreContract('PostgreSQL, cached', async () => openReplicaIn(await databases.create()), []);
