import { useState } from "react";

export function TagEditor() {
  const [tags, setTags] = useState(["new"]);
  const add = (data) => setTags([...tags, data.get("tag")]);
  return (
    <form action={add}>
      <output>Tags: {tags.join(", ")}</output>
      <input name="tag" aria-label="One more tag" required />
    </form>
  );
}
