const visited = new Set(["Oslo", "Lima"]);
visited.add("Kyoto");
if (visited.has("Lima")) {
  console.log("Welcome back to Lima");
}
