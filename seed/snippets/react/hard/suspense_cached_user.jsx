import { Suspense, use } from "react";

const cache = new Map();

function load(url) {
  const known = cache.get(url);
  if (known) return known;
  const answer = fetch(url).then((response) => response.json());
  cache.set(url, answer);
  return answer;
}
const Name = ({ id }) => use(load(`/api/users/${id}`)).name;
export const UserName = ({ id }) => (
  <Suspense fallback={<i>user {id}</i>}>
    <Name id={id} />
  </Suspense>
);
