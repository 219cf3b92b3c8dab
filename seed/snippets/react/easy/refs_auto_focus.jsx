const focus = (node) => node?.focus();

export function RenameField(props) {
  return <input ref={focus} {...props} />;
}
