import { licenceFaults } from './supply-chain/licences.ts';
import { integrityFaults, lockedPackages } from './supply-chain/lock-file.ts';

/** Every package of the lock file: known by its hash, under a licence that is allowed. Ends with code 1 otherwise. */
const packages = lockedPackages();
const faults = [...integrityFaults(packages), ...licenceFaults(packages)];
for (const fault of faults) console.error(fault);
const unseen = packages.filter(({ integrity }) => integrity === undefined).length;
const shipped = packages.filter(({ dev }) => !dev).length;
console.log(
  `${packages.length} packages, ${shipped} of them shipped; ${unseen} of other platforms are not known by a hash; ` +
    `${faults.length} faults`,
);
process.exitCode = faults.length === 0 ? 0 : 1;
