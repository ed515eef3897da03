import { postgresForFile } from '../helpers/postgres/databases.ts';
import { openStoreIn } from '../helpers/postgres/store.ts';
import { describeStoreContract } from './store-contract.ts';

const databases = postgresForFile();

describeStoreContract('PostgreSQL', async () => openStoreIn(await databases.create()), []);
