const saved: string | null = localStorage.getItem("name");
const visitor = saved?.trim() ?? "stranger";
console.log(`Hello, ${visitor}`);
