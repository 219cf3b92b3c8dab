export const Time = ({ at }) => (
  <time dateTime={at.toISOString()}>{at.toLocaleTimeString()}</time>
);
