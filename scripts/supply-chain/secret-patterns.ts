/** What secrets look like, beyond what secretlint knows of. */
export const secretPatterns: Readonly<Record<string, RegExp>> = {
  'private key': /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  'AWS access key id': /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/,
  'GitHub token': /\b(?:gh[pousr]_[0-9A-Za-z]{36}|github_pat_[0-9A-Za-z_]{60,})/,
  'npm token': /\bnpm_[0-9A-Za-z]{36}\b|:_authToken=\S/,
  'JSON web token': /\beyJ[\w-]{15,}\.eyJ[\w-]{15,}\.[\w-]{20,}/,
  'API key of ours': /\bsgk_[0-9a-z]{12}_[0-9A-Za-z_-]{40,}/,
  'value of a secret':
    /\b\w*(?:SECRET|PASSWORD|TOKEN|API_KEY|ACCESS_KEY)\w*\s*[=:]\s*["']?(?=\S*\d)(?=\S*[a-zA-Z])[A-Za-z0-9+/]{32,}/,
};

export interface FoundSecret {
  readonly line: number;
  readonly what: string;
}

/** Where text holds what looks like a secret; the secret itself is not told. */
export function secretsIn(text: string): readonly FoundSecret[] {
  return text
    .split('\n')
    .flatMap((content, index) =>
      Object.entries(secretPatterns).flatMap(([what, pattern]) =>
        pattern.test(content) ? [{ line: index + 1, what }] : [],
      ),
    );
}
