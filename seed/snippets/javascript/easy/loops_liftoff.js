let seconds = 10;
while (seconds > 0) {
  console.log("Launch in", seconds--);
}
console.log("Liftoff");
