export const Definition = ({ word, meaning }) => (
  <>
    <dt>{word}</dt>
    <dd>{meaning}</dd>
  </>
);
