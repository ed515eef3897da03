import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** Tracked files, by path. */
export function repositoryFiles(): string[] {
  const listed = execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8' });
  return listed.split('\0').filter((path) => path !== '' && existsSync(path));
}

/** The Markdown pages of the repository, by path. */
export function pages(): ReadonlyMap<string, string> {
  const paths = repositoryFiles().filter((path) => path.endsWith('.md'));
  return new Map(paths.map((path) => [path, readFileSync(path, 'utf8')]));
}

export interface Block {
  readonly language: string;
  readonly text: string;
}

/** Fenced blocks, in order. */
export function blocksOf(page: string): Block[] {
  return [...page.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language = '', text = '']) => ({
    language,
    text,
  }));
}

/** Targets of links, fenced blocks left out. */
export function linksOf(page: string): string[] {
  const prose = page.replaceAll(/^```[\s\S]*?^```$/gm, '').replaceAll(/`[^`\n]*`(?!\])/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
}

/** Names that `#…` links may use. */
export function anchorsOf(page: string): string[] {
  return [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(/\s/g, '-'),
  );
}
