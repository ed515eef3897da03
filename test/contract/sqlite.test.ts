import { openTemporaryStore } from '../helpers/sqlite-store.ts';
import { openThreadlessStore } from '../helpers/threadless-store.ts';
import { describeStoreContract } from './store-contract.ts';

describeStoreContract('SQLite', openTemporaryStore, []);

// The store that other tests use for speed.
describeStoreContract('SQLite without its thread', openThreadlessStore, []);
