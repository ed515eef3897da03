/** Every test that does not always run, by file and the condition as written, with the reason. */
export const skips: Readonly<Record<string, string>> = {
  'test/deploy/chart.test.ts .skipIf(!hasGo)':
    'Helm is not packaged everywhere; the chart is rendered by Go and Sprig, which the CI run installs where it can.',
  'test/deploy/kustomize.test.ts .skipIf(!hasKubectl)':
    'kubectl, which has kustomize inside, is not on every machine.',
  'test/deploy/systemd.test.ts .skipIf(!hasSystemd)':
    'systemd-analyze comes with systemd, which not every machine has; the CI run installs it where it can.',
  'test/deploy/systemd.test.ts .skipIf(!hasLogrotate)':
    'logrotate is not on every machine; the CI run installs it where it can.',
  'test/fault/disk-full.test.ts .skipIf(!canMount)':
    'Only the superuser may mount a file system that is soon full.',
  'test/fault/file-system-read-only.test.ts .skipIf(!canMount)':
    'Only the superuser may mount a file system and make it read-only.',
  'test/monitoring/alerts.test.ts .skipIf(!promtool)':
    'promtool comes with Prometheus, which not every machine has; the CI run installs it where it can.',
  'test/monitoring/queries.test.ts .skipIf(!promtool)':
    'promtool comes with Prometheus, which not every machine has; the CI run installs it where it can.',
  'test/plugins/backups.test.ts .skipIf(!promtool)':
    'promtool comes with Prometheus, which not every machine has; the CI run installs it where it can.',
  'test/plugins/metrics/exemplars.test.ts .skipIf(!promtool)':
    'promtool comes with Prometheus, which not every machine has; the CI run installs it where it can.',
  'test/plugins/rate-limit.test.ts .skipIf(!hasRedis)':
    'Redis is a server that not every machine has; the CI run installs it where it can.',
  'test/unit/doctor/servers.test.ts .skipIf(!hasRedis)':
    'Redis is a server that not every machine has; the CI run installs it where it can.',
  'test/plugins/metrics.test.ts .skipIf(!promtool)':
    'promtool comes with Prometheus, which not every machine has; the CI run installs it where it can.',
  'test/unit/helpers/mortal-child.test.ts .skipIf(!endsWithParent)':
    'Only Linux ends a process with its parent, and setpriv, which asks for it, is not on every machine.',
};
