const LABELS = {
  passed: "Build passed",
  failed: "Build failed",
  running: "Still building",
};

export function BuildBadge({ state }) {
  return <span className={state}>{LABELS[state] ?? "Not built"}</span>;
}
