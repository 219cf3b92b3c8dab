import { Fragment } from "react";

export function Highlight({ text, term }) {
  return text.split(term).map((part, index) => (
    <Fragment key={index}>
      {index > 0 && <mark>{term}</mark>}
      {part}
    </Fragment>
  ));
}
