interface Semver {
  major: number;
  minor: number;
  patch: number;
  label?: string;
}

const pattern = /^v?(\d+)\.(\d+)\.(\d+)(?:-([\w.]+))?$/;

function parseSemver(text: string): Semver | null {
  const match = pattern.exec(text.trim());
  if (!match) return null;
  const [major = 0, minor = 0, patch = 0] = match.slice(1, 4).map(Number);
  return { major, minor, patch, label: match[4] };
}
