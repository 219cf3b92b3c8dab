export const Options = ({ languages }) =>
  languages.map((name) => <option key={name}>{name}</option>);
