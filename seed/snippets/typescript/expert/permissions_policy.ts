type User = { id: string; roles: readonly string[] };
type Rule<R> = { roles: string[]; if?: (user: User, what: R) => boolean };
type Policy<M> = { [K in keyof M]: Record<string, Rule<M[K]>> };

const authorize =
  <M>(policy: Policy<M>) =>
  <K extends keyof M>(user: User, action: string, kind: K, what: M[K]) => {
    const rule = policy[kind][action];
    const member = rule?.roles.some((role) => user.roles.includes(role));
    return (member && (rule?.if?.(user, what) ?? true)) ?? false;
  };

const can = authorize<{ post: { author: string } }>({
  post: {
    edit: { roles: ["writer"], if: ({ id }, { author }) => author === id },
    lock: { roles: ["editor", "owner"] },
  },
});

const ada = { id: "ada", roles: ["writer"] };
console.log(can(ada, "edit", "post", { author: "ada" }));
