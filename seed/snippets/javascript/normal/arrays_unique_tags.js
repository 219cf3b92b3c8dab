const posts = [
  { title: "Closures", tags: ["js", "scope"] },
  { title: "Promises", tags: ["js", "async"] },
];

const tags = [...new Set(posts.flatMap((post) => post.tags))].sort();
console.log(tags.join(", "));
