const hour = new Date().getHours();
const part = hour < 12 ? "morning" : hour < 18 ? "afternoon" : "evening";
console.log(`Good ${part}!`);
