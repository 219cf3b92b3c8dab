export const Panel = ({ title, children }) => (
  <section>
    <h2>{title}</h2> {children}
  </section>
);
