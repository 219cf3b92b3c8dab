const visited = new Set<string>();
visited.add("Lima").add("Oslo");
const isNew: boolean = !visited.has("Rome");
