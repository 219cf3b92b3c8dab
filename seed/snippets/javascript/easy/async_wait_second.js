const wait = (ms) => new Promise((done) => setTimeout(done, ms));
await wait(1000);
console.log("One second later");
