export function roleChanges(before, after) {
  const old = new Set(before);
  const current = new Set(after);
  return {
    granted: after.filter((role) => !old.has(role)),
    revoked: before.filter((role) => !current.has(role)),
  };
}
