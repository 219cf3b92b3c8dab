import { useState } from "react";

function Node({ path, entry, ...tree }) {
  const name = path.split("/").at(-1);
  if (Number.isInteger(entry)) return <li>{`${name} (${entry} B)`}</li>;
  const open = tree.open.has(path);
  return (
    <li>
      <button aria-expanded={open} onClick={() => tree.toggle(path)}>
        {name}/
      </button>
      <ul hidden={!open}>
        {Object.entries(entry).map(([key, child]) => (
          <Node key={key} path={`${path}/${key}`} entry={child} {...tree} />
        ))}
      </ul>
    </li>
  );
}
export function FileTree({ files }) {
  const [open, setOpen] = useState(new Set([""]));
  const toggle = (path) =>
    setOpen((old) => old.symmetricDifference(new Set([path])));
  return <Node path="" entry={files} {...{ open, toggle }} />;
}
