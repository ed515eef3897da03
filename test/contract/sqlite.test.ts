import { openTemporaryStore } from '../helpers/sqlite-store.ts';
import { describeStoreContract } from './store-contract.ts';

describeStoreContract('SQLite', openTemporaryStore, []);
