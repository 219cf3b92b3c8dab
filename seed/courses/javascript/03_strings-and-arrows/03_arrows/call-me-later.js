setTimeout(() => {
  console.log("Your eggs are ready");
  console.log("Enjoy your breakfast");
}, 240_000);
console.log("The timer is running");
