import { startTransition, useOptimistic } from "react";

export function PermissionTable({ roles, rights, grants, save }) {
  const [shown, flip] = useOptimistic(grants, (old, key) => ({
    ...old,
    [key]: !old[key],
  }));
  const toggle = (key) =>
    startTransition(async () => {
      flip(key);
      await save({ [key]: !shown[key] });
    });
  return roles.map((role) => (
    <fieldset key={role} disabled={role === "owner"}>
      {rights.map((right) => (
        <input
          key={right}
          type="checkbox"
          aria-label={`${role} may ${right}`}
          checked={role === "owner" || !!shown[`${role}:${right}`]}
          onChange={() => toggle(`${role}:${right}`)}
        />
      ))}
    </fieldset>
  ));
}
