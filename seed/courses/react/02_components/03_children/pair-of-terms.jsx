export const Term = ({ word, children }) => (
  <>
    <dt>{word}</dt>
    <dd>{children}</dd>
  </>
);
