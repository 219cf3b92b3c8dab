console.log("hello");
console.log("good night");
