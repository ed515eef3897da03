import { writeFileSync } from 'node:fs';
import { generatedPages } from './docs/pages.ts';

for (const [path, page] of Object.entries(generatedPages)) writeFileSync(path, await page());
