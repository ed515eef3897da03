import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import packageInfo from '../../package.json' with { type: 'json' };
import { mortal } from '../helpers/mortal-child.ts';
import { serverForFile } from '../helpers/server.ts';
import { dockerfileFaults, instructionsOf } from './dockerfile.ts';

const dockerfile = readFileSync('Dockerfile', 'utf8');
const instructions = instructionsOf(dockerfile);
const base = instructions[0]?.text ?? '';
const start = packageInfo.scripts.start.split(' exec ')[1]?.split(' ') ?? [];
const command = `CMD [${start.map((word) => `"${word}"`).join(', ')}]`;
const server = serverForFile();

it('makes an image that may run anywhere', () => {
  expect(dockerfileFaults(dockerfile)).toEqual([]);
});

it.each([
  ['USER node', 'USER root', 'runs as root'],
  ['USER node', '', 'runs as root'],
  ['HEALTHCHECK', '# HEALTHCHECK', 'has no health check'],
  [command, 'CMD npm start', 'does not run node itself'],
  ['VOLUME /data', '', 'keeps its data inside'],
  ['COPY src ./src', 'COPY . .', 'copies everything'],
  ['COPY src ./src', 'RUN npm ci', 'installs in the last stage'],
  ['COPY src ./src', 'ADD https://example.org/src.tgz .', 'ADD https://example.org/src.tgz .: use COPY'],
  ['COPY src ./src', 'RUN curl https://example.org', 'RUN curl https://example.org'],
  ['ENV NODE_ENV', 'ENV API_TOKEN=1 NODE_ENV', 'holds a secret'],
  [base, 'NODE_IMAGE=node:latest', 'the base node:latest is not pinned to a version and a digest'],
  [
    base,
    'NODE_IMAGE=node:24.21.0-slim',
    'the base node:24.21.0-slim is not pinned to a version and a digest',
  ],
])('finds a planted fault: %s becomes %s', (from, to, fault) => {
  expect(dockerfile).toContain(from);
  expect(dockerfileFaults(dockerfile.replace(from, to))).toContain(fault);
});

it('runs the Node.js that the tests run', () => {
  expect(base).toContain(`NODE_IMAGE=node:${packageInfo.devDependencies.node}-bookworm-slim@sha256:`);
  expect(process.versions.node).toBe(packageInfo.devDependencies.node);
});

it('copies what is there, and what the build context lets through', () => {
  const ignored = readFileSync('.dockerignore', 'utf8').split('\n');
  const copied = instructions
    .filter(({ name, text }) => name === 'COPY' && !text.startsWith('--from'))
    .flatMap(({ text }) => text.split(' ').slice(0, -1));
  expect(copied.filter((path) => !existsSync(path) || !ignored.includes(`!${path}`))).toEqual([]);
  expect(ignored).toContain('*');
});

it('exposes the ports that the service listens on by default', () => {
  expect(instructions.find(({ name }) => name === 'EXPOSE')?.text).toBe('8081 9090');
});

it.each([
  ['a live service', () => server().port, 0],
  ['nothing', () => 1, 1],
])('has a health check that tells %s', async (_what, port, code) => {
  const check = instructions.find(({ name }) => name === 'HEALTHCHECK')?.text ?? '';
  const [, ...argv] = JSON.parse(check.slice(check.indexOf('['))) as string[];
  const child = spawn(...mortal(process.execPath, argv), {
    env: { PORT: String(port()) },
    cwd: resolve('.'),
  });
  expect(await once(child, 'close')).toEqual([code, null]);
});
