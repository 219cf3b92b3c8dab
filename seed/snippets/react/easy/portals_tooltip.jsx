import { createPortal } from "react-dom";

export const Tooltip = ({ text }) =>
  createPortal(<div role="tooltip">{text}</div>, document.body);
