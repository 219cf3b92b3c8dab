import { useSyncExternalStore } from "react";

const subscribe = (notify) => {
  window.addEventListener("hashchange", notify);
  return () => window.removeEventListener("hashchange", notify);
};
const compile = (path) =>
  new RegExp(`^#${path.replace(/:(\w+)/g, "(?<$1>[^/]+)")}/?$`);

export function createRouter(routes, NotFound = () => "404") {
  const table = Object.entries(routes).map(([path, Page]) => ({
    Page,
    pattern: compile(path),
  }));
  return function Router() {
    const hash = useSyncExternalStore(subscribe, () => location.hash || "#/");
    for (const { pattern, Page } of table) {
      const match = pattern.exec(hash);
      if (match) return <Page key={hash} {...match.groups} />;
    }
    return <NotFound path={hash.slice(1)} />;
  };
}
