const NEEDS = { open: 0, edit: 1, share: 2, delete: 3 };

export function FileMenu({ file, rank, run }) {
  const actions = Object.keys(NEEDS).filter((name) => NEEDS[name] <= rank);
  return (
    <menu aria-label={file.name}>
      {actions.map((name) => (
        <li key={name}>
          <button onClick={() => run(name, file)}>{name}</button>
        </li>
      ))}
    </menu>
  );
}
