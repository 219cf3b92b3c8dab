const ROLES = {
  viewer: { allows: ["read"] },
  editor: { allows: ["write", "comment"], extends: ["viewer"] },
  admin: { allows: ["delete", "invite"], extends: ["editor"] },
};

export function can(role, action) {
  const { allows = [], extends: parents = [] } = ROLES[role] ?? {};
  return allows.includes(action) || parents.some((name) => can(name, action));
}
