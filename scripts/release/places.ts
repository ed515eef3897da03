/** Where a version stands beside package.json: files, and what stands before it. */
const places: readonly (readonly [path: string, before: RegExp])[] = [
  ['package-lock.json', /^ {2}"version": "/m],
  ['package-lock.json', /"": \{\s+"name": "schemagate",\s+"version": "/],
  ['CHANGELOG.md', /^## /m],
  ['deploy/compose.yaml', /image: schemagate:/],
  ['deploy/kubernetes/base/deployment.yaml', /image: schemagate:/],
  ['deploy/kubernetes/overlays/production/kustomization.yaml', /newTag: /],
  ['deploy/helm/schemagate/Chart.yaml', /^version: /m],
  ['deploy/helm/schemagate/Chart.yaml', /^appVersion: /m],
  ['docs/deployment.md', /docker build -t \S+\/schemagate:/],
  ['docs/deployment.md', /docker push \S+\/schemagate:/],
  ['docs/operations/verify.md', /--expect (?=\d)/],
];

/** Each place that names another version than this, or none. */
export function placeFaults(version: string, read: (path: string) => string): string[] {
  const faults: string[] = [];
  for (const [path, before] of places) {
    const text = read(path);
    const found = before.exec(text);
    const named =
      found && /^["\w.+-]*/.exec(text.slice(found.index + found[0].length))?.[0].replace(/".*/, '');
    if (named !== version)
      faults.push(`${path}: ${named || 'no version'} after ${before.source}, not ${version}`);
  }
  return faults;
}
