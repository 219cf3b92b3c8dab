import { Children } from "react";

export const Counted = ({ children }) => (
  <p>{Children.count(children)} items</p>
);
