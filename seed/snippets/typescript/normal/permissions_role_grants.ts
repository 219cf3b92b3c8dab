const grants = {
  owner: ["read", "write", "remove"],
  editor: ["read", "write"],
  visitor: ["read"],
} satisfies Record<string, string[]>;

type Role = keyof typeof grants;

function may(role: Role, action: string): boolean {
  return grants[role].includes(action);
}
