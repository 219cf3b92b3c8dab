const colors = ["teal", "coral", "orchid", "olive"];

export function AvatarStack({ people, max = 4 }) {
  const hidden = people.length - max;
  return (
    <div className="avatars">
      {people.slice(0, max).map(({ id, name }, index) => (
        <b key={id} title={name} style={{ color: colors[index % 4] }}>
          {name.split(" ").map(([first]) => first)}
        </b>
      ))}
      {hidden > 0 && <i>+{hidden}</i>}
    </div>
  );
}
