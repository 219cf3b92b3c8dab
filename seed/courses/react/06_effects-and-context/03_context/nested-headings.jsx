import { createContext, use } from "react";

const Level = createContext(1);

export function Heading({ children }) {
  const level = use(Level);
  const Tag = `h${Math.min(level, 6)}`;
  return <Tag>{children}</Tag>;
}

export function Chapter({ title, children }) {
  const level = use(Level);
  return (
    <section className={`depth-${level}`}>
      <Heading>{title}</Heading>
      <Level value={level + 1}>{children}</Level>
    </section>
  );
}

export const Guide = () => (
  <Chapter title="Bread">
    <Chapter title="Sourdough">Feed it every day.</Chapter>
  </Chapter>
);
