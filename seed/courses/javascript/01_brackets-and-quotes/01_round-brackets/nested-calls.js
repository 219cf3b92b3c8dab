const now = Date.now();
console.log(String(now));
