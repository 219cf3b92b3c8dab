export const ErrorMessage = ({ error }) => (
  <p role="alert">Something broke: {error.message}</p>
);
