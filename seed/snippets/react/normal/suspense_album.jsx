import { Suspense, use } from "react";

function Songs({ songs }) {
  return use(songs).map((song) => <li key={song.id}>{song.title}</li>);
}
export const Album = (props) => (
  <Suspense fallback={<progress />}>
    <Songs {...props} />
  </Suspense>
);
