export const Dot = ({ online }) => (
  <i style={{ background: online ? "green" : "gray" }} />
);
