const euros = (cents) => `${(cents / 100).toFixed(2)} EUR`;

export function Receipt({ lines }) {
  const total = lines.reduce((sum, { cents }) => sum + cents, 0);
  return (
    <pre>
      {lines.map(({ name, count, cents }) => (
        <code key={name}>
          {`${count} x ${name.padEnd(20, ".")} ${euros(cents)}\n`}
        </code>
      ))}
      <strong>{euros(total)}</strong>
    </pre>
  );
}
