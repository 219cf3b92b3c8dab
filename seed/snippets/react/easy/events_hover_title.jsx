export const Row = ({ name, onPick }) => (
  <tr title={name} onDoubleClick={() => onPick(name)} />
);
