export const Field = ({ id, label, error, ...rest }) => (
  <>
    <label htmlFor={id}>{label}</label>
    <input id={id} aria-describedby={`${id}-error`} {...rest} />
    <small id={`${id}-error`}>{error}</small>
  </>
);
