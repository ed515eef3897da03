import { expect, it } from 'vitest';
import { runKillDrill } from '../helpers/kill-drill.ts';

it('loses nothing acknowledged when it is killed amid registrations, again and again', async () => {
  const result = await runKillDrill({ rounds: 3, seed: 20_261_124 });
  expect(result).toMatchObject({ rounds: 3, problems: [] });
  expect(result.acknowledged).toBeGreaterThan(5);
}, 180_000);
