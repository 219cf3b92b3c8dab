import { useSyncExternalStore } from "react";

function listen(onChange) {
  window.addEventListener("hashchange", onChange);
  return () => window.removeEventListener("hashchange", onChange);
}

const useHash = () =>
  useSyncExternalStore(listen, () => window.location.hash.slice(1));

export function Tabs({ tabs }) {
  const hash = useHash();
  const shown = tabs.find((tab) => tab.id === hash) ?? tabs[0];
  return (
    <main>
      <nav>
        {tabs.map(({ id, title }) => (
          <a key={id} href={`#${id}`} aria-current={id === shown.id}>
            {title}
          </a>
        ))}
      </nav>
      {shown.content}
    </main>
  );
}
