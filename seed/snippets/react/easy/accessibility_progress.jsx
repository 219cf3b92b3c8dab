export const Upload = ({ percent }) => (
  <progress aria-label="Upload" max={100} value={percent} />
);
